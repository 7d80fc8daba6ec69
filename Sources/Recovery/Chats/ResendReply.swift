import Storage

extension Recovery {
  /// Sends a reply again that could not be delivered. Whoever may answer the chat may do so; as with a reply, an
  /// Activity that nobody has is accepted by it.
  package func resend(_ messageID: String, by person: Operator) async throws -> ReplyOutcome {
    let now = time.now()
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      guard let failed = try connection.row("SELECT chat_id FROM messages WHERE id = $1", [.text(messageID)]),
        try connection.chat(try failed.text("chat_id"), visibleTo: person) != nil,
        var chat = try connection.chatRow(try failed.text("chat_id"), lock: lock)
      else { return .missing }
      guard chat.timeline.state != .closed else { return .closed }
      let activity = try connection.openActivity(of: chat, lock: lock)
      if let refusal = try connection.refusal(of: person, nil, activity, at: now) { return refusal }
      if try connection.queueAgain(messageID, in: chat, at: now) {
        _ = chat.timeline.apply(.answered, rule: directory.rule(ofQueue: chat.queueID))
        try connection.save(chat, at: now)
        try connection.record(
          .resent, at: now, chat: chat.id, activity: activity?.id, message: messageID, by: person.id)
      }
      let row = try connection.row("\(messageColumns) WHERE m.id = $1", [.text(messageID)])
      return try row.map { .sent(try Message(row: $0)) } ?? .missing
    }
  }
}

extension SQLConnection {
  /// - Returns: false where it has not failed: then it is on its way already, or there.
  fileprivate func queueAgain(_ messageID: String, in chat: ChatRow, at now: Timestamp) throws -> Bool {
    let changed = try execute(
      """
      UPDATE messages SET delivery = 'queued', failure = NULL
      WHERE id = $1 AND direction = 'out' AND delivery = 'failed'
      """,
      [.text(messageID)])
    guard changed > 0 else { return false }
    try orderSending(of: messageID, in: chat, at: now)
    return true
  }
}
