import Storage

package enum ReplyOutcome: Equatable, Sendable {
  case sent(Message)
  /// Somebody else holds the Activity about this chat.
  case alreadyTaken(by: Reference, at: Timestamp)
  /// The acceptance that the writer had is no longer the current one.
  case stale
  case closed
  case missing
}

extension Recovery {
  package static let longestReply = 4000

  /// Answers the customer: the message is stored together with the order to send it. Replying to a missed chat that
  /// nobody has accepted yet accepts it.
  ///
  /// - Parameters:
  ///   - acceptance: the number of the acceptance that the writer believes to hold; nil where they say nothing.
  ///   - clientID: the id that the writer's page gave the reply: sent again under it, it is there once.
  /// - Throws: ``InvalidInput`` where the text is empty or too long.
  package func reply(
    to chatID: String, text: String, acceptance: Int64? = nil, clientID: String? = nil, by author: Operator
  ) async throws -> ReplyOutcome {
    guard clientID.map({ (1...64).contains($0.utf8.count) && !$0.utf8.contains(0) }) ?? true else {
      throw InvalidInput(field: "id", message: "A message's id has 1 to 64 characters.")
    }
    let text = StorableText.clean(text.trimmed, atMost: .max)
    guard !text.isEmpty, text.length <= Self.longestReply else {
      throw InvalidInput(field: "text", message: "A reply has 1 to \(Self.longestReply) characters.")
    }
    let now = time.now()
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      guard try connection.chat(chatID, visibleTo: author) != nil,
        let chat = try connection.chatRow(chatID, lock: lock)
      else { return .missing }
      if let clientID, let known = try connection.message(clientID: clientID, in: chatID) { return .sent(known) }
      guard chat.timeline.state != .closed else { return .closed }
      let activity = try connection.openActivity(of: chat, lock: lock)
      if let refusal = try connection.refusal(of: author, acceptance, activity, in: chat, at: now) { return refusal }
      return try self.send(text, clientID, in: chat, activity, by: author, directory, at: now, connection)
    }
  }

  private func send(
    _ text: String, _ clientID: String?, in chat: ChatRow, _ activity: Activity?, by author: Operator,
    _ directory: Directory, at now: Timestamp, _ connection: any SQLConnection
  ) throws -> ReplyOutcome {
    var chat = chat
    _ = chat.timeline.apply(.answered, rule: directory.rule(ofQueue: chat.queueID))
    chat.lastMessageAt = now
    chat.lastText = text
    try connection.save(chat, at: now)
    let id = ids.next(at: now)
    try connection.queue(text, id: id, clientID, in: chat, by: author, at: now)
    try connection.record(.replied, at: now, chat: chat.id, activity: activity?.id, message: id, by: author.id)
    let row = try connection.row("\(messageColumns) WHERE m.id = $1", [.text(id)])
    return try row.map { .sent(try Message(row: $0)) } ?? .missing
  }
}

extension SQLConnection {
  /// The open Activity about a chat, if any, locked so that its holder stays the same. It is read by a statement of its
  /// own: one that had to wait for the lock would not know the name of whoever has accepted it meanwhile.
  func openActivity(of chat: ChatRow, lock: String) throws -> Activity? {
    let open = try row(
      "SELECT id FROM activities WHERE channel_id = $1 AND chat_external_id = $2 AND closed_at IS NULL\(lock)",
      [.text(chat.channelID), .text(chat.externalID)])
    return try open.flatMap { try activity(try $0.text("id")) }
  }

  fileprivate func message(clientID: String, in chatID: String) throws -> Message? {
    try row(
      "\(messageColumns) WHERE m.chat_id = $1 AND m.client_id = $2", [.text(chatID), .text(clientID)]
    ).map(Message.init(row:))
  }

  /// Why the author may not answer, if so. Accepts the Activity where nobody has it yet; whoever believes to hold it
  /// and does not any more is told so instead. Whoever held it to its end may still send what they wrote before.
  func refusal(
    of author: Operator, _ acceptance: Int64?, _ activity: Activity?, in chat: ChatRow, at now: Timestamp
  ) throws -> ReplyOutcome? {
    guard let activity else {
      guard let acceptance else { return nil }
      return try lastAcceptance(in: chat.id) == (author.id, acceptance) ? nil : .stale
    }
    if let held = activity.acceptance {
      guard held.by.id == author.id else { return .alreadyTaken(by: held.by, at: held.at) }
      return acceptance.map { $0 != held.number } ?? false ? .stale : nil
    }
    guard acceptance == nil else { return .stale }
    if try claim(activity.id, for: author, at: now) != nil { return nil }
    if let current = try self.activity(activity.id), let held = current.acceptance {
      return .alreadyTaken(by: held.by, at: held.at)
    }
    return activity.owner.map { .alreadyTaken(by: $0, at: activity.createdAt) } ?? .missing
  }

  /// Who had the newest Activity about the chat at last, by which acceptance.
  private func lastAcceptance(in chatID: String) throws -> (String, Int64) {
    let row = try row(
      "SELECT accepted_by, acceptance_number FROM activities WHERE chat_id = $1 ORDER BY id DESC LIMIT 1",
      [.text(chatID)])
    return (try row?.optionalText("accepted_by") ?? "", try row?.integer("acceptance_number") ?? 0)
  }

  /// Stores a message of ours and the order to send it.
  fileprivate func queue(
    _ text: String, id: String, _ clientID: String?, in chat: ChatRow, by author: Operator, at now: Timestamp
  ) throws {
    try execute(
      """
      INSERT INTO messages (id, chat_id, channel_id, direction, text, at, operator_id, delivery, client_id)
      VALUES ($1, $2, $3, 'out', $4, $5, $6, 'queued', $7)
      """,
      [
        .text(id), .text(chat.id), .text(chat.channelID), .text(text), .time(now), .text(author.id),
        .optional(clientID),
      ])
    try orderSending(of: id, in: chat, at: now)
  }

  /// Puts a message of ours into the outbox.
  func orderSending(of id: String, in chat: ChatRow, at now: Timestamp) throws {
    try execute(
      """
      INSERT INTO outbox (message_id, chat_id, channel_id, created_at, due_at, attempts) VALUES ($1, $2, $3, $4, $4, 0)
      """,
      [.text(id), .text(chat.id), .text(chat.channelID), .time(now)])
    signal(.outbox)
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
