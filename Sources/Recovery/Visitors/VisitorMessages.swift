import Storage

extension Recovery {
  /// Takes in what a visitor wrote; sent again under the same id, it is there once.
  ///
  /// - Parameter clientID: the id that the visitor's browser gave the message: 1 to 64 characters.
  /// - Throws: ``InvalidInput`` where text or id are empty or too long; ``UnknownVisitor`` where they were forgotten.
  package func receive(
    _ text: String, clientID: String, name: String?, from visitor: Visitor, on channel: Channel
  ) async throws -> Message {
    let text = text.trimmed
    guard !text.isEmpty, text.length <= Self.longestReply else {
      throw InvalidInput(field: "text", message: "A message has 1 to \(Self.longestReply) characters.")
    }
    guard (1...64).contains(clientID.utf8.count), !clientID.utf8.contains(0) else {
      throw InvalidInput(field: "id", message: "A message's id has 1 to 64 characters.")
    }
    let sender = InboundMessage.Sender(id: visitor.id, name: visitorName(name, visitor))
    let message = InboundMessage(
      chat: visitor.id, id: "\(visitor.id):\(clientID)", sender: sender, text: text, at: time.now())
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      _ = try self.receive(message, on: channel, rules: directory, in: connection)
      // The last moment at which they may have been forgotten; whoever would do so from now on waits and finds the chat.
      if channel.kind == .web { try connection.keep(visitor, lock: lock) }
      let row = try connection.row(
        "\(messageColumns) WHERE m.channel_id = $1 AND m.external_id = $2", [.text(channel.id), .text(message.id)])
      guard let row else { throw DatabaseError.conflict("The message is gone.") }
      return try Message(row: row)
    }
  }

  /// What was said between a visitor and us, the newest 200, oldest first.
  ///
  /// - Parameter after: the id of the newest message that the visitor has; nil for all.
  package func messages(of visitor: Visitor, after: String? = nil) async throws -> [Message] {
    try await database.read { connection in
      try connection.rows(
        """
        \(messageColumns) JOIN chats ch ON ch.id = m.chat_id
        WHERE ch.channel_id = $1 AND ch.external_id = $2 AND (cast($3 as text) IS NULL
          OR (m.at, m.id) > (SELECT p.at, p.id FROM messages p WHERE p.id = $3))
        ORDER BY m.at DESC, m.id DESC LIMIT 200
        """,
        [.text(visitor.channelID), .text(visitor.id), .optional(after)]
      ).map(Message.init(row:)).reversed()
    }
  }

  /// The visitor's page has shown these messages of ours.
  ///
  /// - Parameter ids: at most 200.
  package func shown(_ ids: [String], to visitor: Visitor) async throws {
    let now = time.now()
    try await database.write { connection in
      for id in Set(ids.prefix(200)).sorted() {
        let row = try connection.row(
          """
          UPDATE messages SET delivery = 'delivered'
          WHERE id = $1 AND direction = 'out' AND delivery IN ('queued', 'sent') AND chat_id IN (
            SELECT id FROM chats WHERE channel_id = $2 AND external_id = $3)
          RETURNING chat_id
          """,
          [.text(id), .text(visitor.channelID), .text(visitor.id)])
        guard let chat = try row?.text("chat_id") else { continue }
        try connection.record(.delivered, at: now, chat: chat, message: id)
        try connection.noteRecovery(of: chat, by: id, at: now)
      }
    }
  }

  private func visitorName(_ name: String?, _ visitor: Visitor) -> String {
    if let name = name.map({ ShownName.clean($0) }), !name.isEmpty { return name }
    return Visitor.generatedName + visitor.id.suffix(Visitor.generatedLength)
  }
}

extension SQLConnection {
  fileprivate func keep(_ visitor: Visitor, lock: String) throws {
    let known = try row("SELECT id FROM visitors WHERE id = $1\(lock)", [.text(visitor.id)])
    guard known != nil else { throw UnknownVisitor() }
  }
}
