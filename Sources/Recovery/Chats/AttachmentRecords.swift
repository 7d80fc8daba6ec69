import Storage

private let attachmentColumns = """
  SELECT t.id AS id, t.message_id AS message_id, t.kind AS kind, t.external_id AS external_id, t.name AS name,
    t.media_type AS media_type, t.size AS size, t.caption AS caption
  FROM attachments t
  """

extension Attachment {
  init(row: SQLRow) throws {
    self.init(
      id: try row.text("id"), messageID: try row.text("message_id"),
      announced: InboundAttachment(
        kind: try row.choice("kind", as: Kind.self), externalID: try row.text("external_id"),
        name: try row.text("name"), mediaType: try row.text("media_type"), size: try row.optionalInteger("size"),
        caption: try row.text("caption")))
  }
}

extension Recovery {
  /// An attachment and the channel on which it came; nil where there is none or the viewer may not see its chat.
  package func attachment(_ id: String, for viewer: Operator) async throws -> (
    attachment: Attachment, channel: Channel
  )? {
    let directory = try await directory()
    return try await database.read { connection in
      guard
        let attachment = try connection.row("\(attachmentColumns) WHERE t.id = $1", [.text(id)])
          .map(Attachment.init(row:)),
        let message = try connection.row(
          "SELECT chat_id, channel_id FROM messages WHERE id = $1", [.text(attachment.messageID)]),
        try connection.chat(try message.text("chat_id"), visibleTo: viewer) != nil,
        let channel = directory.channel(id: try message.text("channel_id"))
      else { return nil }
      return (attachment, channel)
    }
  }

  /// Keeps what came with a message, in the transaction that keeps the message.
  func keep(
    _ attachments: [InboundAttachment], of messageID: String, at now: Timestamp, in connection: any SQLConnection
  ) throws {
    for attachment in attachments.prefix(10) {
      try connection.execute(
        """
        INSERT INTO attachments (id, message_id, kind, external_id, name, media_type, size, caption)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        [
          .text(ids.next(at: now)), .text(messageID), .text(attachment.kind.rawValue),
          .text(StorableText.clean(attachment.externalID, atMost: 500)),
          .text(StorableText.clean(attachment.name, atMost: 255)),
          .text(StorableText.clean(attachment.mediaType, atMost: 100)), .optional(attachment.size),
          .text(StorableText.clean(attachment.caption, atMost: Self.longestText)),
        ])
    }
  }
}

extension SQLConnection {
  /// The messages with what came with them.
  func withAttachments(_ messages: [Message]) throws -> [Message] {
    guard !messages.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = arguments.list(messages.map(\.id))
    let attachments = try rows(
      "\(attachmentColumns) WHERE t.message_id IN (\(list)) ORDER BY t.message_id, t.id", arguments.values
    ).map(Attachment.init(row:))
    guard !attachments.isEmpty else { return messages }
    let byMessage = Dictionary(grouping: attachments, by: \.messageID)
    return messages.map { message in
      var message = message
      message.attachments = byMessage[message.id] ?? []
      return message
    }
  }
}
