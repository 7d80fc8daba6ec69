import Recovery
import Storage
import TestSupport
import Testing

@Suite struct CloseChatTests {
  @Test(arguments: Engine.available)
  func `a chat in which a reply is on its way is not closed before it has arrived`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let chat = try await desk.repliedChat()
      #expect(try await desk.recovery.closeChat(chat, by: desk.ivan) == .replyOnItsWay)
      #expect(try await desk.recovery.chat(chat, for: desk.ivan)?.state == .answered)
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])
      #expect(try await desk.recovery.closeChat(chat, by: desk.ivan) == .closed)
      #expect(try await desk.recovery.closeChat(chat, by: desk.ivan) == .alreadyClosed)
      #expect(try await desk.recovery.closeChat(chat, by: desk.petro) == .missing)
    }
  }

  @Test(arguments: Engine.available)
  func `a customer whose reply fails after the task was completed is missed again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Hello", by: desk.ivan)
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      #expect(try await desk.recovery.closeChat(activity.chatID, by: desk.ivan) == .replyOnItsWay)
      let sender = RecordingSender()
      sender.fail(with: .rejected("Not this text."))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      try await desk.wait()
      #expect(try await desk.open().map(\.chatID) == [activity.chatID])
    }
  }

  @Test(arguments: Engine.available)
  func `a silent chat in which a reply is on its way does not end`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let chat = try await desk.repliedChat()
      desk.time.advance(by: Recovery.idleAfter)
      try await desk.recovery.closeIdleChats()
      #expect(try await desk.recovery.chat(chat, for: desk.ivan)?.state == .answered)
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])
      try await desk.recovery.closeIdleChats()
      #expect(try await desk.recovery.chat(chat, for: desk.ivan)?.state == .closed)
    }
  }
}

extension Desk {
  /// Олена writes and Ivan answers; his reply is still in the outbox.
  fileprivate func repliedChat() async throws -> String {
    try await write("Hi", id: "1")
    let chat = try #require(try await recovery.chats(ChatFilter(state: .waiting), for: ivan).chats.first)
    _ = try await recovery.reply(to: chat.id, text: "Hello", by: ivan)
    return chat.id
  }
}
