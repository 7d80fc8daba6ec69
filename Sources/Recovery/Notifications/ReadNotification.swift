import Storage

extension Recovery {
  /// For how long after it was taken away somebody may still say that they have read a notification: their page learns of
  /// it a moment later.
  static let readingAfterWithdrawal: Duration = .seconds(60)

  /// The operator has looked at it. One that was withdrawn meanwhile needs no mark.
  ///
  /// - Returns: false where they may not know of the Activity.
  package func read(notification id: String, by reader: Operator) async throws -> Bool {
    let now = time.now()
    guard try await notification(id, for: reader) != nil else {
      return try await database.read { try $0.knows(reader, of: id, now) }
    }
    try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO notification_marks (activity_id, operator_id, read_at, reason) VALUES ($1, $2, $3, '')
        ON CONFLICT (activity_id, operator_id) DO UPDATE SET read_at = coalesce(notification_marks.read_at, $3)
        """,
        [.text(id), .text(reader.id), .time(now)])
    }
    return true
  }
}

extension SQLConnection {
  /// Whether the operator sees the Activity, or was told a moment ago that it was taken from them.
  fileprivate func knows(_ reader: Operator, of activityID: String, _ now: Timestamp) throws -> Bool {
    if try activity(activityID, visibleTo: reader) != nil { return true }
    let told = try row(
      """
      SELECT m.position AS position FROM system_messages m
      JOIN system_message_recipients r ON r.message = m.position AND r.operator_id = $1
      WHERE m.at >= $2 AND m.activity_id = $3 AND m.what = $4 LIMIT 1
      """,
      [
        .text(reader.id), .time(now - Recovery.readingAfterWithdrawal), .text(activityID),
        .text(SystemMessage.What.reassigned.rawValue),
      ])
    return told != nil
  }
}
