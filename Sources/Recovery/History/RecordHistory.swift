import Storage

extension SQLConnection {
  /// Adds an entry, in the transaction of the change that it tells of, and wakes the live pages after the commit.
  func record(
    _ what: HistoryEntry.What, at moment: Timestamp, chat: String?, activity: String? = nil, message: String? = nil,
    by operatorID: String? = nil, detail: String = ""
  ) throws {
    try execute(
      """
      INSERT INTO history (chat_id, activity_id, message_id, what, at, by_id, detail)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      [
        .optional(chat), .optional(activity), .optional(message), .text(what.rawValue), .integer(moment.milliseconds),
        .optional(operatorID), .text(detail),
      ])
    signal(.history)
  }
}
