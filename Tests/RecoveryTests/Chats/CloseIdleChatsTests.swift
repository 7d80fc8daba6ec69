import Recovery
import Storage
import Testing
import TestSupport

@Suite struct CloseIdleChatsTests {
  @Test(arguments: Engine.available)
  func `an answered chat ends after a day of silence, and what comes then is a new one`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      _ = try await desk.recovery.reply(to: chat.id, text: "Hello", by: desk.ivan)
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])
      desk.time.advance(by: Recovery.idleAfter - .seconds(1))
      try await desk.recovery.closeIdleChats()
      #expect(try await desk.recovery.chat(chat.id, for: desk.ivan)?.state == .answered)
      desk.time.advance(by: .seconds(1))
      try await desk.recovery.closeIdleChats()
      #expect(try await desk.recovery.chat(chat.id, for: desk.ivan)?.state == .closed)
      try await desk.write("One more thing", id: "2")
      let next = try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first
      #expect(next != nil && next?.id != chat.id)
    }
  }

  @Test(arguments: Engine.available)
  func `a chat whose Activity is open does not end`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Hello", by: desk.ivan)
      desk.time.advance(by: Recovery.idleAfter)
      try await desk.recovery.closeIdleChats()
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .answered)
    }
  }
}
