import Storage

/// What a platform sent and we did not understand.
package struct DeadLetter: Hashable, Sendable, Identifiable {
  /// Its position among all that came in.
  package let id: Int64
  package let channel: Reference
  package let receivedAt: Timestamp
  /// Why it was not understood, where that is known.
  package let failure: String?
  /// As it came; in lists only its beginning.
  package let body: String
}

/// One page of dead letters.
package struct DeadLetterPage: Sendable {
  package let letters: [DeadLetter]
  /// Where the next page begins; nil after the last.
  package let next: Int64?
}

extension Recovery {
  /// How much of a body a list shows, in characters.
  static let deadLetterExcerpt = 200
  private static let deadLettersAtOnce = 1000

  /// The dead letters, newest first.
  ///
  /// - Parameters:
  ///   - channel: only those of this channel, by its id.
  ///   - cursor: the `next` of the page before.
  package func deadLetters(
    of channel: String? = nil, after cursor: Int64? = nil, limit: Int = 50
  ) async throws -> DeadLetterPage {
    let limit = min(max(1, limit), 100)
    let letters = try await database.read { connection in
      var arguments = SQLArguments()
      var conditions = ["i.state = 'dead'"]
      if let channel { conditions.append("i.channel_id = \(arguments.add(.text(channel)))") }
      if let cursor { conditions.append("i.position < \(arguments.add(.integer(cursor)))") }
      return try connection.rows(
        """
        SELECT i.position AS position, i.channel_id AS channel_id, n.name AS channel_name,
          i.received_at AS received_at, i.failure AS failure, substr(i.body, 1, \(Self.deadLetterExcerpt)) AS body
        FROM inbound i JOIN channels n ON n.id = i.channel_id
        WHERE \(conditions.joined(separator: " AND "))
        ORDER BY i.position DESC LIMIT \(arguments.add(.integer(Int64(limit + 1))))
        """,
        arguments.values
      ).map(DeadLetter.init(row:))
    }
    return DeadLetterPage(
      letters: Array(letters.prefix(limit)), next: letters.count > limit ? letters[limit - 1].id : nil)
  }

  /// A dead letter with its whole body.
  package func deadLetter(_ id: Int64) async throws -> DeadLetter? {
    try await database.read { connection in
      try connection.row(
        """
        SELECT i.position AS position, i.channel_id AS channel_id, n.name AS channel_name,
          i.received_at AS received_at, i.failure AS failure, i.body AS body
        FROM inbound i JOIN channels n ON n.id = i.channel_id WHERE i.position = $1 AND i.state = 'dead'
        """,
        [.integer(id)]
      ).map(DeadLetter.init(row:))
    }
  }

  /// Gives a dead letter back to be processed. It may become one again.
  ///
  /// - Returns: false where it is none any more.
  package func retry(deadLetter id: Int64, by author: Operator) async throws -> Bool {
    try await inTurn(by: author) { try $0.put(deadLetter: id, into: "pending", .retried) }
  }

  /// Puts a dead letter away for good. It is deleted with what was understood, after two days.
  ///
  /// - Returns: false where it is none any more.
  package func discard(deadLetter id: Int64, by author: Operator) async throws -> Bool {
    try await inTurn(by: author) { try $0.put(deadLetter: id, into: "done", .discarded) }
  }

  /// Gives all dead letters of a channel back to be processed, a thousand in one transaction.
  ///
  /// - Returns: how many; nil where there is no such channel.
  package func retryDeadLetters(ofChannel id: String, by author: Operator) async throws -> Int? {
    guard let name = try await channel(id)?.channel.name else { return nil }
    var total = 0
    var last: Int64 = -1
    while true {
      let (count, end) = try await inTurn(by: author) { [last] amendment in
        try amendment.retryDeadLetters(ofChannel: id, named: name, after: last, limit: Self.deadLettersAtOnce)
      }
      total += count
      guard count == Self.deadLettersAtOnce else { return total }
      last = end
    }
  }
}

extension Amendment {
  fileprivate func put(deadLetter id: Int64, into state: String, _ what: AuditEntry.What) throws -> Bool {
    let row = try connection.row(
      "UPDATE inbound SET state = $2, failure = NULL WHERE position = $1 AND state = 'dead' RETURNING channel_id",
      [.integer(id), .text(state)])
    guard let channel = try row?.text("channel_id") else { return false }
    let name = try connection.row("SELECT name FROM channels WHERE id = $1", [.text(channel)])?.text("name")
    try audit(what, .deadLetter, channel, named: name ?? "", [FieldChange("letter", from: nil, to: "\(id)")])
    connection.signal(.inbound)
    return true
  }

  /// - Returns: how many there were, and the position of the last.
  fileprivate func retryDeadLetters(
    ofChannel id: String, named name: String, after last: Int64, limit: Int
  ) throws -> (Int, Int64) {
    let positions = try connection.rows(
      """
      SELECT position FROM inbound WHERE state = 'dead' AND channel_id = $1 AND position > $2
      ORDER BY position LIMIT $3
      """,
      [.text(id), .integer(last), .integer(Int64(limit))]
    ).map { try $0.integer("position") }
    guard let first = positions.first, let end = positions.last else { return (0, last) }
    let count = try connection.execute(
      """
      UPDATE inbound SET state = 'pending', failure = NULL
      WHERE state = 'dead' AND channel_id = $1 AND position >= $2 AND position <= $3
      """,
      [.text(id), .integer(first), .integer(end)])
    try audit(.retried, .deadLetter, id, named: name, [FieldChange("letters", from: nil, to: "\(count)")])
    connection.signal(.inbound)
    return (positions.count, end)
  }
}

extension DeadLetter {
  fileprivate init(row: SQLRow) throws {
    guard let channel = try row.reference("channel") else { throw SQLRowError.mismatch("channel_id") }
    self.init(
      id: try row.integer("position"), channel: channel, receivedAt: try row.time("received_at"),
      failure: try row.optionalText("failure"), body: try row.text("body"))
  }
}
