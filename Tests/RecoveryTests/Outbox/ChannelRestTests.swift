import Recovery
import Storage
import TestSupport
import Testing

/// What waits because its platform asked for a pause.
@Suite struct ChannelRestTests {
  @Test(arguments: Engine.available)
  func `what waits for a channel's rest is tried as soon as the channel is told another secret`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let sender = try await desk.restingSender()

      try await desk.save(options: ["secret-env": "CHANNEL_BOT_SECRET"])

      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(sender.sent.map(\.text) == ["One"])
    }
  }

  @Test(arguments: Engine.available)
  func `a channel that gets another queue rests on`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let sender = try await desk.restingSender()
      let end = desk.time.now() + .seconds(600)

      try await desk.save(options: desk.bot.options, queue: "Support")

      #expect(try await desk.recovery.sendOutbox(through: [.telegram: sender]) == end)
      #expect(sender.sent.isEmpty)
    }
  }
}

extension Desk {
  /// Of the bot, which has been told to wait ten minutes with Ivan's reply «One».
  fileprivate func restingSender() async throws -> RecordingSender {
    let activity = try await missedChat()
    _ = try await recovery.reply(to: activity.chatID, text: "One", by: ivan)
    let sender = RecordingSender()
    sender.fail(with: .rateLimited(retryAfter: .seconds(600)))
    #expect(try await recovery.sendOutbox(through: [.telegram: sender]) == time.now() + .seconds(600))
    return sender
  }

  fileprivate func save(options: [String: String], queue: String = "Sales") async throws {
    let entry = Provision.ChannelEntry(name: "bot", kind: .telegram, queue: queue, owner: nil, options: options)
    #expect(try await recovery.save(entry, as: bot.id, seen: nil, by: anna) == .saved(id: bot.id))
  }
}
