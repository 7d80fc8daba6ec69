import ServiceLifecycle
import Storage

extension Recovery {
  /// How long after its last message an answered chat is over: what the customer writes later is a new episode.
  package static let idleAfter: Duration = .seconds(24 * 60 * 60)

  /// Closes answered chats in which nothing was said for long, about which no Activity is open and in which no reply is
  /// on its way, fifty in one transaction.
  package func closeIdleChats() async throws {
    var closed = Self.chatsAtOnce
    while closed == Self.chatsAtOnce {
      closed = try await closeSomeIdleChats()
    }
  }

  private func closeSomeIdleChats() async throws -> Int {
    let now = time.now()
    let idle = try await database.read { connection in
      try connection.rows(
        """
        SELECT id FROM chats ch WHERE state = 'answered' AND state <> 'waiting' AND last_message_at <= $1 AND NOT EXISTS (
          SELECT 1 FROM activities a WHERE a.channel_id = ch.channel_id AND a.chat_external_id = ch.external_id
            AND a.closed_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM outbox x WHERE x.chat_id = ch.id)
        ORDER BY last_message_at LIMIT $2
        """,
        [.time(now - Self.idleAfter), .integer(Int64(Self.chatsAtOnce))]
      ).map { try $0.text("id") }
    }
    guard !idle.isEmpty else { return 0 }
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    try await database.write { connection in
      for id in idle.sorted() {
        guard var chat = try connection.chatRow(id, lock: lock), chat.timeline.state == .answered,
          chat.lastMessageAt <= now - Self.idleAfter, try connection.openActivity(of: chat, lock: lock) == nil,
          try !connection.hasReplyOnItsWay(id)
        else { continue }
        _ = chat.timeline.apply(.closed, rule: directory.rule(ofQueue: chat.queueID))
        try connection.save(chat, at: now)
        try connection.record(.chatClosed, at: now, chat: id)
      }
    }
    return idle.count
  }
}

/// Ends idle chats, every ten minutes.
package struct IdleChatClosing: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [], named: "idle chats", atLeastEvery: .seconds(600)) {
      try await recovery.closeIdleChats()
      return nil
    }
  }
}
