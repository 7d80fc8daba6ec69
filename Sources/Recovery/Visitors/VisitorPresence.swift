import Storage

extension Recovery {
  /// The visitor's page is open again.
  package func arrived(_ visitor: Visitor) async throws {
    try await presence(of: visitor, .returned, .returned) { $0.leftAt != nil }
  }

  /// The visitor's page is closed. A reload comes back before that counts.
  package func left(_ visitor: Visitor) async throws {
    try await presence(of: visitor, .left(time.now()), .left) { $0.leftAt == nil }
  }

  private func presence(
    of visitor: Visitor, _ event: ChatTimeline.Event, _ entry: HistoryEntry.What,
    where concerns: @escaping @Sendable (ChatTimeline) -> Bool
  ) async throws {
    let now = time.now()
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    try await database.write { connection in
      let open = try connection.openChat(channel: visitor.channelID, externalID: visitor.id, lock: lock)
      guard var chat = open, concerns(chat.timeline) else { return }
      _ = chat.timeline.apply(event, rule: directory.rule(ofQueue: chat.queueID))
      try connection.save(chat, at: now)
      // Where nobody waits, coming and going means nothing, and a busy reader would fill the history.
      if chat.timeline.state == .waiting { try connection.record(entry, at: now, chat: chat.id) }
    }
  }
}
