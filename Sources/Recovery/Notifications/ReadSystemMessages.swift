import Storage

extension Recovery {
  /// How long system messages are kept.
  package static let messageRetention: Duration = .seconds(30 * 24 * 60 * 60)

  /// The operator has read what they were told.
  ///
  /// - Returns: false where they were told no such thing.
  package func read(systemMessage id: Int64, by reader: Operator) async throws -> Bool {
    let now = time.now()
    return try await database.write { connection in
      try connection.execute(
        """
        UPDATE system_message_recipients SET read_at = coalesce(read_at, $3) WHERE operator_id = $1 AND message = $2
        """,
        [.text(reader.id), .integer(id), .time(now)]) > 0
    }
  }

  /// The operator has read all up to the newest that they saw; what came meanwhile stays unread.
  ///
  /// - Parameter newest: the id of that message; nil for all there are.
  package func readSystemMessages(upTo newest: Int64?, by reader: Operator) async throws {
    let now = time.now()
    try await database.write { connection in
      try connection.execute(
        """
        UPDATE system_message_recipients SET read_at = $3
        WHERE operator_id = $1 AND message <= $2 AND read_at IS NULL
        """,
        [.text(reader.id), .integer(newest ?? .max), .time(now)])
    }
  }

  /// Deletes what is older than ``messageRetention``, a thousand in one transaction.
  package func forgetOldSystemMessages() async throws {
    let limit = time.now() - Self.messageRetention
    while true {
      let deleted = try await database.write { connection in
        try connection.execute(
          """
          DELETE FROM system_messages WHERE position IN (
            SELECT position FROM system_messages WHERE at < $1 ORDER BY at LIMIT 1000)
          """,
          [.time(limit)])
      }
      guard deleted == 1000 else { return }
    }
  }
}
