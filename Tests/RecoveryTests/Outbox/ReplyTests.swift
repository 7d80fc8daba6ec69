import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ReplyTests {
  @Test(arguments: Engine.available)
  func `a reply is sent once, to the chat it belongs to`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Вітаю!", by: desk.ivan)
      let sender = RecordingSender()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { _ = try await desk.recovery.sendOutbox(through: [.telegram: sender]) } }
        try await group.waitForAll()
      }
      #expect(sender.sent.map(\.text) == ["Вітаю!"])
      #expect(sender.sent.first?.chat == "77")
      #expect(try await desk.recovery.messages(of: activity.chatID, for: desk.ivan)?.last?.delivery == .sent)
    }
  }

  @Test(arguments: Engine.available)
  func `who does not hold the Activity cannot reply`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      let outcome = try await desk.recovery.reply(to: activity.chatID, text: "Me too", by: desk.maria)
      #expect(outcome == .alreadyTaken(by: desk.ivan.reference, at: desk.time.now()))
    }
  }

  @Test(arguments: Engine.available)
  func `a holder of an older acceptance is refused`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.giveBack(activity.id, by: desk.ivan)
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      let outcome = try await desk.recovery.reply(to: activity.chatID, text: "Hi", acceptance: 1, by: desk.ivan)
      #expect(outcome == .stale)
    }
  }

  @Test(arguments: Engine.available)
  func `a reply under an acceptance that nobody has any more is refused, and takes nothing`(engine: Engine) async throws
  {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.giveBack(activity.id, by: desk.ivan)
      #expect(
        try await desk.recovery.reply(to: activity.chatID, text: "Hi", acceptance: 1, by: desk.ivan) == .stale)
      #expect(try await desk.recovery.activity(activity.id, for: desk.ivan)?.status == .notStarted)
      _ = try await desk.recovery.accept(activity.id, by: desk.maria)
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.maria)
      #expect(
        try await desk.recovery.reply(to: activity.chatID, text: "Hi", acceptance: 1, by: desk.ivan) == .stale)
    }
  }

  @Test(arguments: Engine.available)
  func `what the holder wrote before they completed the task is sent`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      let outcome = try await desk.recovery.reply(to: activity.chatID, text: "Bye", acceptance: 1, by: desk.ivan)
      guard case .sent = outcome else {
        Issue.record("It is sent, not \(outcome).")
        return
      }
    }
  }

  @Test(arguments: Engine.available)
  func `the first of two who reply at once accepts, and the other is told`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      async let first = desk.recovery.reply(to: activity.chatID, text: "Hi", by: desk.ivan)
      async let second = desk.recovery.reply(to: activity.chatID, text: "Hi", by: desk.maria)
      let outcomes = try await [first, second]
      #expect(outcomes.filter { if case .sent = $0 { true } else { false } }.count == 1)
      #expect(outcomes.filter { if case .alreadyTaken = $0 { true } else { false } }.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `too fast, it waits as long as the platform says, and the replies keep their order`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      try await desk.replyTwice(in: activity)
      let sender = RecordingSender()
      sender.fail(with: .rateLimited(retryAfter: .seconds(7)))
      let next = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(sender.sent.isEmpty)
      #expect(next == desk.time.now() + .seconds(7))
      desk.time.advance(by: .seconds(7))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(sender.sent.map(\.text) == ["One", "Two"])
    }
  }

  @Test(arguments: Engine.available)
  func `what the platform refuses has failed, says why, and holds nothing up`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      try await desk.replyTwice(in: activity)
      let sender = RecordingSender()
      sender.fail(with: .customerUnreachable("The customer blocked the bot."))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      let messages = try await desk.recovery.messages(of: activity.chatID, for: desk.ivan) ?? []
      #expect(messages.map(\.delivery) == [.received, .failed, .sent])
      #expect(messages[1].failure?.kind == .customerUnreachable)
      #expect(messages[1].failure?.detail == "The customer blocked the bot.")
    }
  }

  @Test(arguments: Engine.available)
  func `a customer whom the answer did not reach waits again, and is missed again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      _ = try await desk.recovery.reply(to: chat.id, text: "Hello", by: desk.ivan)
      let sender = RecordingSender()
      sender.fail(with: .rejected("Not this text."))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(try await desk.recovery.chat(chat.id, for: desk.ivan)?.state == .waiting)
      try await desk.wait()
      #expect(try await desk.open().count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `to be told to wait, however often, is no failure`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Hello", by: desk.ivan)
      let sender = RecordingSender()
      for _ in 0..<60 {
        sender.fail(with: .rateLimited(retryAfter: .seconds(1)))
        _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
        desk.time.advance(by: .seconds(1))
      }
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(sender.sent.map(\.text) == ["Hello"])
    }
  }

  @Test(arguments: Engine.available)
  func `a reply that is sent again under the same id is there once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      let first = try await desk.recovery.reply(to: activity.chatID, text: "Hello", clientID: "a", by: desk.ivan)
      let again = try await desk.recovery.reply(to: activity.chatID, text: "Hello", clientID: "a", by: desk.ivan)
      #expect(first == again)
      let texts = try await desk.recovery.messages(of: activity.chatID, for: desk.ivan)?.map(\.text)
      #expect(texts == ["Is anybody there?", "Hello"])
    }
  }

  @Test(arguments: Engine.available)
  func `a reply that had arrived before the chat was closed has arrived when it is sent again`(engine: Engine)
    async throws
  {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      let chat = activity.chatID
      guard case .sent(let first) = try await desk.recovery.reply(to: chat, text: "Hello", clientID: "a", by: desk.ivan)
      else {
        Issue.record("The first is sent.")
        return
      }
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])
      #expect(try await desk.recovery.closeChat(chat, by: desk.ivan) == .closed)
      guard case .sent(let again) = try await desk.recovery.reply(to: chat, text: "Hello", clientID: "a", by: desk.ivan)
      else {
        Issue.record("It is there.")
        return
      }
      #expect(again.id == first.id)
      #expect(try await desk.recovery.reply(to: chat, text: "Hello", clientID: "b", by: desk.ivan) == .closed)
    }
  }

  @Test(arguments: ["", "  \n ", String(repeating: "x", count: 4001)])
  func `an empty or endless reply is refused`(text: String) async throws {
    try await withDesk(on: .sqlite) { desk in
      let activity = try await desk.missedChat()
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.reply(to: activity.chatID, text: text, by: desk.ivan)
      }
    }
  }
}

extension Desk {
  /// Ivan writes «One» and, a moment later, «Two».
  fileprivate func replyTwice(in activity: Activity) async throws {
    for text in ["One", "Two"] {
      _ = try await recovery.reply(to: activity.chatID, text: text, by: ivan)
      time.advance(by: .milliseconds(1))
    }
  }
}
