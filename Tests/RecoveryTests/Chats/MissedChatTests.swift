import Recovery
import Storage
import Testing
import TestSupport

@Suite struct MissedChatTests {
  @Test(arguments: Engine.available)
  func `a chat that nobody answers becomes one Activity for its queue`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(activity.type == "Webitel missed chat")
      #expect(activity.status == .notStarted)
      #expect(activity.messenger == "Telegram")
      #expect(activity.queue?.name == "Sales")
      #expect(activity.owner == nil)
      #expect(activity.missed.reason == .noAnswer)
      #expect(activity.missed.lastText == "Is anybody there?")
      #expect(activity.dueAt > activity.createdAt)
    }
  }

  @Test(arguments: Engine.available)
  func `one second before its time a chat is not missed`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1")
      try await desk.wait(Desk.answerWithin - .seconds(1))
      #expect(try await desk.open().isEmpty)
      try await desk.wait(.seconds(1))
      #expect(try await desk.open().count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `many who sweep at once open one Activity`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for customer in 0..<20 { try await desk.write("Hi", id: "\(customer)", from: "\(customer)") }
      desk.time.advance(by: Desk.answerWithin)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { _ = try await desk.recovery.sweepMissedChats() } }
        try await group.waitForAll()
      }
      let activities = try await desk.open()
      #expect(activities.count == 20)
      #expect(activities.allSatisfy { $0.missed.count == 1 })
    }
  }

  @Test(arguments: Engine.available)
  func `a further miss folds into the open Activity, with its count and newest text`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat()
      try await desk.write("Hello?!", id: "again")
      try await desk.wait()
      let activities = try await desk.open()
      #expect(activities.map(\.id) == [first.id])
      #expect(activities.first?.missed.count == 2)
      #expect(activities.first?.missed.lastText == "Hello?!")
    }
  }

  @Test(arguments: Engine.available)
  func `after the Activity is completed, a new miss opens another`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat()
      _ = try await desk.recovery.close(first.id, as: .completed, result: "done", notes: nil, by: desk.ivan)
      try await desk.write("Hello again", id: "again")
      try await desk.wait()
      let activities = try await desk.open()
      #expect(activities.count == 1)
      #expect(activities.first?.id != first.id)
    }
  }

  @Test(arguments: Engine.available)
  func `with the setting off the miss is recorded and nothing is made`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.recovery.change(setting: Setting.sendsActivities, to: .boolean(false), by: desk.anna)
      try await desk.write("Hi", id: "1")
      try await desk.wait()
      #expect(try await desk.open().isEmpty)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(chat.missedReason == .noAnswer)
      #expect(try await desk.recovery.history(after: 0, limit: 100).map(\.what) == [.wrote, .missed])
    }
  }

  @Test(arguments: Engine.available)
  func `an answer in time opens no Activity`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      _ = try await desk.recovery.reply(to: chat.id, text: "Hello", by: desk.ivan)
      try await desk.wait()
      #expect(try await desk.open().isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `the sweep tells when the next chat is due`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      #expect(try await desk.recovery.sweepMissedChats() == nil)
      try await desk.write("Hi", id: "1")
      #expect(try await desk.recovery.sweepMissedChats() == desk.time.now() + Desk.answerWithin)
    }
  }
}
