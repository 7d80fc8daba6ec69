import Storage

extension SQLConnection {
  /// Adds an entry about a contact, in the transaction of the change that it tells of.
  func record(
    _ what: HistoryEntry.What, at moment: Timestamp, contact: String, by operatorID: String?, detail: String = ""
  ) throws {
    try execute(
      "INSERT INTO history (contact_id, what, at, by_id, detail) VALUES ($1, $2, $3, $4, $5)",
      [.text(contact), .text(what.rawValue), .time(moment), .optional(operatorID), .text(detail)])
    signal(.history)
  }

  /// What was done to a contact: the newest 50 entries, oldest first.
  func contactHistory(_ id: String) throws -> [HistoryEntry] {
    try rows(
      "\(historyColumns) WHERE h.contact_id = $1 ORDER BY h.position DESC LIMIT 50", [.text(id)]
    ).map(HistoryEntry.init(row:)).reversed()
  }
}
