import Storage

extension Recovery {
  /// The chat; nil where there is none or the viewer may not see it.
  package func chat(_ id: String, for viewer: Operator) async throws -> Chat? {
    try await database.read { try $0.chat(id, visibleTo: viewer) }
  }

  /// The newest messages of a chat, oldest first.
  ///
  /// - Parameters:
  ///   - before: the id of the oldest message that is known already.
  ///   - limit: 1 to 200.
  /// - Returns: nil where the viewer may not see the chat.
  package func messages(
    of chatID: String, for viewer: Operator, before: String? = nil, limit: Int = 100
  ) async throws -> [Message]? {
    try await database.read { connection in
      guard try connection.chat(chatID, visibleTo: viewer) != nil else { return nil }
      return try connection.messages(of: chatID, before: before, limit: limit)
    }
  }
}

extension SQLConnection {
  func messages(of chatID: String, before: String?, limit: Int) throws -> [Message] {
    let rows = try rows(
      """
      \(messageColumns)
      WHERE m.chat_id = $1 AND (cast($2 as text) IS NULL
        OR (m.at, m.id) < (SELECT p.at, p.id FROM messages p WHERE p.id = $2))
      ORDER BY m.at DESC, m.id DESC LIMIT $3
      """,
      [.text(chatID), .optional(before), .integer(Int64(limit))]
    )
    return try withAttachments(rows.map(Message.init(row:)).reversed())
  }
}
