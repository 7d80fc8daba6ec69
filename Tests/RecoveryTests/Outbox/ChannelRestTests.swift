import Recovery
import Storage
import TestSupport
import Testing

/// What waits because its platform asked for a pause, or because it failed.
@Suite struct ChannelRestTests {
  @Test(arguments: Engine.available)
  func `what failed is tried as soon as the channel is told another token or address, as if for the first time`(
    engine: Engine
  ) async throws {
    for options in [["token-env": "CHANNEL_NEW_TOKEN"], ["base-url": "https://bots.example"]] {
      try await withDesk(on: engine) { desk in
        let sender = try await desk.sender(failing: 3, with: .unauthorised("Unauthorized"))

        try await desk.tellBot(options)

        sender.fail(with: .unreachable("Not there"))
        let senders: [ChannelKind: any ChannelSender] = [.telegram: sender]
        #expect(try await desk.recovery.sendOutbox(through: senders) == desk.time.now() + .seconds(1))
        desk.time.advance(by: .seconds(1))
        _ = try await desk.recovery.sendOutbox(through: senders)
        #expect(sender.sent.map(\.text) == ["One"])
      }
    }
  }

  @Test(arguments: Engine.available)
  func `what failed waits on where the channel is told what sending does not go by`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let sender = try await desk.sender(failing: 3, with: .unreachable("Not there"))

      try await desk.tellBot(["secret-env": "CHANNEL_BOT_SECRET", "mode": "polling"], queue: "Support")

      let next = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(next == desk.time.now() + .seconds(30))
      #expect(sender.sent.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `a pause that the platform asked for is kept, whatever the channel is told`(engine: Engine) async throws {
    for pause in [
      ChannelSendError.rateLimited(retryAfter: .seconds(600)), .conversationLimited(retryAfter: .seconds(600)),
    ] {
      try await withDesk(on: engine) { desk in
        let sender = try await desk.sender(failing: 1, with: pause)

        try await desk.tellBot(["token-env": "CHANNEL_NEW_TOKEN"])

        let next = try await desk.recovery.sendOutbox(through: [.telegram: sender])
        #expect(next == desk.time.now() + .seconds(600))
        #expect(sender.sent.isEmpty)
      }
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `a message that is too fast holds up nobody who changes the channel`() async throws {
    try await withDesk(on: .postgres) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "One", by: desk.ivan)
      let sender = RecordingSender()
      sender.fail(with: .rateLimited(retryAfter: .seconds(600)))

      // The channel is locked, then what waits on it; the message may not have been locked the other way round.
      let (_, waited) = try await desk.recovery.meeting { connection in
        _ = try connection.rows("SELECT id FROM channels WHERE id = $1 FOR NO KEY UPDATE", [.text(desk.bot.id)])
      } last: { connection in
        _ = try connection.rows("SELECT message_id FROM outbox FOR UPDATE NOWAIT")
      } _: {
        try await desk.recovery.sendOutbox(through: [.telegram: sender])
      }

      #expect(waited)
    }
  }
}

extension Desk {
  /// Of the bot, which has failed so often with Ivan's reply «One», each time as soon as it was due.
  fileprivate func sender(failing times: Int, with error: ChannelSendError) async throws -> RecordingSender {
    let activity = try await missedChat()
    _ = try await recovery.reply(to: activity.chatID, text: "One", by: ivan)
    let sender = RecordingSender()
    var next: Timestamp?
    for _ in 0..<times {
      if let next { time.set(next) }
      sender.fail(with: error)
      next = try await recovery.sendOutbox(through: [.telegram: sender])
    }
    #expect(sender.sent.isEmpty)
    return sender
  }

  fileprivate func tellBot(_ options: [String: String], queue: String = "Sales") async throws {
    var provision = Provision()
    provision.channels = [.init(name: "bot", kind: .telegram, queue: queue, owner: nil, options: options)]
    try await recovery.apply(provision)
  }
}
