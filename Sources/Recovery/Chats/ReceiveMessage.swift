import Storage

extension Recovery {
  /// The greatest length of a message that is kept, in characters; the rest is cut off.
  package static let longestText = 10_000

  /// Takes in one message of a customer, in the caller's transaction. One that is there already changes nothing.
  ///
  /// - Returns: the message's id, or nil where it was there already.
  func receive(
    _ message: InboundMessage, on channel: Channel, rules: Directory, in connection: any SQLConnection
  ) throws -> String? {
    let now = time.now()
    let lock = database.engine.lockingSuffix
    let text = StorableText.clean(message.text, atMost: Self.longestText)
    if let phone = message.sender.phone, try !connection.has(message, on: channel) {
      try connection.learn(phone, of: message.sender, kind: channel.kind)
    }
    let open = try connection.openChat(channel: channel.id, externalID: message.chat, lock: lock)
    // One that comes again after the end of its chat opens no other.
    if open == nil, try connection.has(message, on: channel) { return nil }
    var chat = try open ?? openChat(for: message, on: channel, at: now, in: connection)
    guard let id = try insert(message, text, in: chat, on: channel, at: now, connection) else {
      if open == nil { try connection.removeEmpty(chat) }
      return nil
    }
    try keep(message.attachments, of: id, at: now, in: connection)
    chat.lastText = text
    // What the platform delivers late must not make the customer's wait look longer than we knew of.
    chat.lastMessageAt = max(chat.lastMessageAt, now)
    let reason = chat.timeline.apply(.wrote(now), rule: rules.rule(ofQueue: chat.queueID))
    try connection.save(chat, at: now)
    try connection.record(.wrote, at: now, chat: chat.id, message: id)
    if let reason { try miss(chat, reason, at: now, in: connection) }
    return id
  }

  /// Records the miss and, where the setting is on, opens the Activity.
  func miss(_ chat: ChatRow, _ reason: MissedReason, at now: Timestamp, in connection: any SQLConnection) throws {
    try connection.record(.missed, at: now, chat: chat.id, detail: reason.rawValue)
    guard try connection.sendsActivities() else { return }
    try openActivity(for: chat.missed(reason), at: now, in: connection)
  }

  private func insert(
    _ message: InboundMessage, _ text: String, in chat: ChatRow, on channel: Channel, at now: Timestamp,
    _ connection: any SQLConnection
  ) throws -> String? {
    try connection.row(
      """
      INSERT INTO messages (id, chat_id, channel_id, external_id, direction, text, at, delivery)
      VALUES ($1, $2, $3, $4, 'in', $5, $6, 'received')
      ON CONFLICT (channel_id, external_id) WHERE external_id IS NOT NULL DO NOTHING
      RETURNING id
      """,
      [
        .text(ids.next(at: now)), .text(chat.id), .text(channel.id), .text(message.id), .text(text),
        .time(min(message.at, now)),
      ])?.text("id")
  }

  private func openChat(
    for message: InboundMessage, on channel: Channel, at now: Timestamp, in connection: any SQLConnection
  ) throws -> ChatRow {
    let contact = try findOrCreateContact(message.sender, kind: channel.kind, at: now, in: connection)
    try connection.execute(
      """
      INSERT INTO chats (id, channel_id, external_id, contact_id, queue_id, owner_id, state, opened_at,
        last_message_at, last_text)
      VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7, '')
      ON CONFLICT (channel_id, external_id) WHERE state <> 'closed' DO NOTHING
      """,
      [
        .text(ids.next(at: now)), .text(channel.id), .text(message.chat), .text(contact.id),
        .optional(channel.queueID), .optional(contact.ownerID ?? channel.ownerID), .time(now),
      ])
    try connection.note(contact: contact.id, in: channel.queueID)
    let lock = database.engine.lockingSuffix
    guard let chat = try connection.openChat(channel: channel.id, externalID: message.chat, lock: lock) else {
      throw DatabaseError.conflict("The chat was closed while it was opened.")
    }
    return chat
  }
}

extension SQLConnection {
  /// Whether the message is there already.
  fileprivate func has(_ message: InboundMessage, on channel: Channel) throws -> Bool {
    try row(
      "SELECT id FROM messages WHERE channel_id = $1 AND external_id = $2", [.text(channel.id), .text(message.id)])
      != nil
  }

  /// Removes a chat that was opened for a message which another transaction took in, into a chat that has ended since.
  fileprivate func removeEmpty(_ chat: ChatRow) throws {
    try execute(
      "DELETE FROM chats WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.chat_id = chats.id)",
      [.text(chat.id)])
  }

  /// Keeps the phone number that a known customer shares, where there is none yet. The contact before its chat, which
  /// is the order in which merging locks.
  fileprivate func learn(_ phone: String, of sender: InboundMessage.Sender, kind: ChannelKind) throws {
    try execute(
      """
      UPDATE contacts SET phone = $3, indexed_at = NULL
      WHERE id = (SELECT contact_id FROM identities WHERE kind = $1 AND external_id = $2)
        AND phone IS NULL AND erased_at IS NULL AND merged_into IS NULL
      """,
      [.text(kind.rawValue), .text(sender.id), .text(StorableText.clean(phone, atMost: 50))])
  }
}
