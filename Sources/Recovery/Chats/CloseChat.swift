import Storage

extension Recovery {
  /// Ends a conversation episode; what the customer writes next opens a new one. One with an open Activity stays.
  ///
  /// - Returns: false where there is no such open chat, the viewer may not see it, or its Activity is open.
  package func closeChat(_ id: String, by closer: Operator) async throws -> Bool {
    let now = time.now()
    let lock = database.engine.lockingSuffix
    let directory = try await directory()
    return try await database.write { connection in
      guard try connection.chat(id, visibleTo: closer) != nil, var chat = try connection.chatRow(id, lock: lock),
        chat.timeline.state != .closed, try connection.openActivity(of: chat, lock: lock) == nil
      else { return false }
      _ = chat.timeline.apply(.closed, rule: directory.rule(ofQueue: chat.queueID))
      try connection.save(chat, at: now)
      try connection.record(.chatClosed, at: now, chat: id, by: closer.id)
      return true
    }
  }
}
