import Storage

package enum CloseChatOutcome: Equatable, Sendable {
  case closed
  case alreadyClosed
  case activityOpen
  /// A reply of ours has neither arrived nor failed yet.
  case replyOnItsWay
  case missing
}

extension Recovery {
  /// Ends a conversation episode; what the customer writes next opens a new one. One with an open Activity stays, and
  /// one in which a reply is still on its way: the customer waits again should it fail.
  package func closeChat(_ id: String, by closer: Operator) async throws -> CloseChatOutcome {
    let now = time.now()
    let lock = database.engine.lockingSuffix
    let directory = try await directory()
    return try await database.write { connection in
      guard try connection.chat(id, visibleTo: closer) != nil, var chat = try connection.chatRow(id, lock: lock)
      else { return .missing }
      guard chat.timeline.state != .closed else { return .alreadyClosed }
      guard try connection.openActivity(of: chat, lock: lock) == nil else { return .activityOpen }
      guard try !connection.hasReplyOnItsWay(id) else { return .replyOnItsWay }
      _ = chat.timeline.apply(.closed, rule: directory.rule(ofQueue: chat.queueID))
      try connection.save(chat, at: now)
      try connection.record(.chatClosed, at: now, chat: id, by: closer.id)
      return .closed
    }
  }
}
