import Recovery
import ServiceLifecycle
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct OutboxSendingTests {
  @Test(arguments: Engine.available)
  func `a platform that does not answer holds up no other channel`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let silent = SilentSender()
      let web = RecordingSender()
      let group = ServiceGroup(
        services: [OutboxSending(recovery: desk.recovery, senders: [.telegram: silent, .web: web])],
        logger: desk.recovery.logger)
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        try await desk.replyByTelegram("One")
        await silent.asked()
        try await desk.replyOnSite("Two")
        let arrived = try await becomesTrue { web.sent.map(\.text) == ["Two"] }
        #expect(arrived)
        silent.answer()
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
      }
    }
  }

  @Test(arguments: Engine.available)
  func `too fast for the platform, all of the channel waits, and nothing else`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let telegram = RecordingSender()
      let web = RecordingSender()
      let senders: [ChannelKind: any ChannelSender] = [.telegram: telegram, .web: web]
      let chats = [
        try await desk.missedChat(from: "77", name: "Олена"), try await desk.missedChat(from: "78", name: "Ірина"),
      ]
      for (chat, text) in zip(chats, ["One", "Two"]) {
        _ = try await desk.recovery.reply(to: chat.chatID, text: text, by: desk.ivan)
      }
      try await desk.replyOnSite("Three")
      telegram.fail(with: .rateLimited(retryAfter: .seconds(7)), .rateLimited(retryAfter: .seconds(3)))
      let next = try await desk.recovery.sendOutbox(through: senders)
      #expect(next == desk.time.now() + .seconds(7))
      #expect(web.sent.map(\.text) == ["Three"])
      desk.time.advance(by: .seconds(7))
      _ = try await desk.recovery.sendOutbox(through: senders)
      #expect(Set(telegram.sent.map(\.text)) == ["One", "Two"])
    }
  }
}

extension OutboxSendingTests {
  @Test(arguments: Engine.available)
  func `too fast for one conversation, the others go on`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let sender = RecordingSender()
      try await desk.replyToTwo()
      sender.fail(with: .conversationLimited(retryAfter: .seconds(7)))
      let next = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(next == desk.time.now() + .seconds(7))
      #expect(sender.sent.count == 1)
      desk.time.advance(by: .seconds(7))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(Set(sender.sent.map(\.text)) == ["One", "Two"])
    }
  }

  @Test(arguments: Engine.available)
  func `what is written while the channel rests waits with the rest`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let sender = RecordingSender()
      let irina = try await desk.missedChat(from: "78", name: "Ірина")
      try await desk.replyByTelegram("One")
      sender.fail(with: .rateLimited(retryAfter: .seconds(7)))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      _ = try await desk.recovery.reply(to: irina.chatID, text: "Two", by: desk.ivan)
      let next = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(next == desk.time.now() + .seconds(7))
      #expect(sender.sent.isEmpty)
      desk.time.advance(by: .seconds(7))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(Set(sender.sent.map(\.text)) == ["One", "Two"])
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `a message that is too fast does not wait for what becomes of another`() async throws {
    try await withDesk(on: .postgres) { desk in
      let sender = RecordingSender()
      try await desk.replyToTwo()
      let end = desk.time.now() + .seconds(60)
      // Another machine sends one of them, and writes what became of it at this moment.
      let other = try await desk.recovery.database.write { connection in
        try connection.row(
          """
          UPDATE outbox SET locked_until = $1 WHERE message_id = (SELECT max(message_id) FROM outbox)
          RETURNING message_id
          """, [.integer(end.milliseconds)])?.text("message_id") ?? ""
      }
      sender.fail(with: .rateLimited(retryAfter: .seconds(7)))
      let (next, waited) = try await desk.recovery.meeting { connection in
        try connection.execute("UPDATE outbox SET failure = 'Too fast' WHERE message_id = $1", [.text(other)])
      } _: {
        try await desk.recovery.sendOutbox(through: [.telegram: sender])
      }
      #expect(!waited)
      #expect(sender.sent.isEmpty)
      #expect(next == desk.time.now() + .seconds(7))
    }
  }
}

extension Desk {
  /// Ivan writes to two customers of the bot.
  fileprivate func replyToTwo() async throws {
    let chats = [try await missedChat(from: "77", name: "Олена"), try await missedChat(from: "78", name: "Ірина")]
    for (chat, text) in zip(chats, ["One", "Two"]) {
      _ = try await recovery.reply(to: chat.chatID, text: text, by: ivan)
    }
  }

  fileprivate func replyByTelegram(_ text: String) async throws {
    let activity = try await missedChat()
    _ = try await recovery.reply(to: activity.chatID, text: text, by: ivan)
  }

  fileprivate func replyOnSite(_ text: String) async throws {
    let visitor = try await recovery.newVisitor(on: site).visitor
    _ = try await recovery.receive("Hi", clientID: "a", name: "Гість", from: visitor, on: site)
    let chats = try await recovery.chats(ChatFilter(state: .waiting), for: ivan).chats
    let chat = try #require(chats.first { $0.contact.name == "Гість" })
    _ = try await recovery.reply(to: chat.id, text: text, by: ivan)
  }
}

/// A platform that takes a message and says nothing until it is told to.
private final class SilentSender: ChannelSender {
  private let (calls, call) = AsyncStream<Void>.makeStream()
  private let (answers, answering) = AsyncStream<Void>.makeStream()

  func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String? {
    call.yield()
    _ = await answers.first { _ in true }
    return "platform-\(message.id)"
  }

  func asked() async {
    _ = await calls.first { _ in true }
  }

  func answer() {
    answering.finish()
  }
}

/// Whether `condition` comes true within ten seconds.
private func becomesTrue(_ condition: () async throws -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(10)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return false
}
