import Storage

/// A program's token, without the token itself.
package struct TokenRecord: Hashable, Sendable, Identifiable {
  package let id: String
  package let name: String
  /// For whom the program acts.
  package let `operator`: Reference
  package let createdAt: Timestamp
  /// When it was last used, to an hour; nil for never.
  package let usedAt: Timestamp?
}

extension Recovery {
  /// How exactly it is written down when a token was used.
  static let tokenUsePrecision: Duration = .seconds(3600)

  /// A secret by which a program acts for the operator until it is withdrawn; nil where there is no such login, or they
  /// work here no more. It is shown only this once.
  ///
  /// - Parameters:
  ///   - name: what it is for.
  ///   - author: nil for the command line.
  package func createToken(
    login: String, named name: String = "", by author: Operator? = nil
  ) async throws -> String? {
    let token = SecretToken.make()
    let hash = SecretToken.hash(token)
    let login = login.trimmed.lowercased()
    return try await amend(by: author) { amendment in
      let id = amendment.newID()
      let row = try amendment.connection.row(
        """
        INSERT INTO sessions (token_hash, operator_id, kind, created_at, id, name)
        SELECT $1, id, 'program', $2, $3, $4 FROM operators WHERE login = $5 AND disabled_at IS NULL
        RETURNING operator_id
        """,
        [.text(hash), .time(amendment.at), .text(id), .text(name), .text(login)])
      guard row != nil else { return nil }
      try amendment.audit(.created, .token, id, named: name, [FieldChange("operator", from: nil, to: login)])
      return token
    }
  }

  /// The tokens of programs, newest first; at most ``mostListed``.
  package func tokens() async throws -> [TokenRecord] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT s.id AS id, s.name AS name, s.operator_id AS operator_id, o.name AS operator_name,
          s.created_at AS created_at, s.used_at AS used_at
        FROM sessions s JOIN operators o ON o.id = s.operator_id
        WHERE s.id IS NOT NULL ORDER BY s.created_at DESC, s.id DESC LIMIT $1
        """,
        [.integer(Int64(Self.mostListed))]
      ).compactMap { row in
        guard let owner = try row.reference("operator") else { return nil }
        return TokenRecord(
          id: try row.text("id"), name: try row.text("name"), operator: owner, createdAt: try row.time("created_at"),
          usedAt: try row.optionalTime("used_at"))
      }
    }
  }

  /// Ends a program's token at once.
  ///
  /// - Returns: false where there is none of this id.
  package func revoke(token id: String, by author: Operator) async throws -> Bool {
    try await amend(by: author) { amendment in
      let row = try amendment.connection.row("DELETE FROM sessions WHERE id = $1 RETURNING name", [.text(id)])
      guard let name = try row?.text("name") else { return false }
      try amendment.audit(.removed, .token, id, named: name)
      return true
    }
  }

  /// Writes down that a token was used, once an hour.
  func noteUse(ofToken hash: String, at now: Timestamp) async throws {
    try await database.write { connection in
      try connection.execute(
        "UPDATE sessions SET used_at = $2 WHERE token_hash = $1", [.text(hash), .time(now)])
    }
  }
}
