import Storage

extension SQLConnection {
  /// Notes that a missed chat is recovered, where it was missed and is not recovered yet: a person's answer, written
  /// after the miss, has reached the customer.
  ///
  /// - Parameter messageID: the answer; nil where it was given in another tool.
  func noteRecovery(of chatID: String, by messageID: String?, at now: Timestamp) throws {
    try execute(
      """
      UPDATE chats SET recovered_at = $2
      WHERE id = $1 AND missed_at IS NOT NULL AND (recovered_at IS NULL OR recovered_at < missed_at)
        AND (cast($3 as text) IS NULL OR EXISTS (SELECT 1 FROM messages m
          WHERE m.id = $3 AND m.operator_id IS NOT NULL AND m.at >= chats.missed_at))
      """,
      [.text(chatID), .time(now), .optional(messageID)])
  }
}
