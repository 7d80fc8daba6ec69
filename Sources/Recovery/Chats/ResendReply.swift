import Storage

extension Recovery {
  /// Sends a reply again that could not be delivered. Whoever may answer the chat may do so; as with a reply, an
  /// Activity that nobody has is accepted by it. One that has not failed is on its way already, or there: then nothing
  /// is changed.
  package func resend(_ messageID: String, by person: Operator) async throws -> ReplyOutcome {
    let now = time.now()
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      guard let failed = try connection.row("SELECT chat_id FROM messages WHERE id = $1", [.text(messageID)]),
        try connection.chat(try failed.text("chat_id"), visibleTo: person) != nil,
        var chat = try connection.chatRow(try failed.text("chat_id"), lock: lock)
      else { return .missing }
      guard let message = try connection.reply(messageID) else { return .missing }
      guard message.delivery == .failed else { return .sent(message) }
      guard chat.timeline.state != .closed else { return .closed }
      let activity = try connection.openActivity(of: chat, lock: lock)
      if let refusal = try connection.refusal(of: person, nil, activity, in: chat, at: now) { return refusal }
      try connection.queueAgain(messageID, in: chat, at: now)
      _ = chat.timeline.apply(.answered, rule: directory.rule(ofQueue: chat.queueID))
      try connection.save(chat, at: now)
      try connection.record(
        .resent, at: now, chat: chat.id, activity: activity?.id, message: messageID, by: person.id)
      return try connection.reply(messageID).map { .sent($0) } ?? .missing
    }
  }
}

extension SQLConnection {
  /// A message of ours. Under the chat's lock, one that has failed stays so: only sending it again changes that.
  fileprivate func reply(_ id: String) throws -> Message? {
    try row("\(messageColumns) WHERE m.id = $1 AND m.direction = 'out'", [.text(id)]).map(Message.init(row:))
  }

  fileprivate func queueAgain(_ messageID: String, in chat: ChatRow, at now: Timestamp) throws {
    try execute("UPDATE messages SET delivery = 'queued', failure = NULL WHERE id = $1", [.text(messageID)])
    try orderSending(of: messageID, in: chat, at: now)
  }
}
