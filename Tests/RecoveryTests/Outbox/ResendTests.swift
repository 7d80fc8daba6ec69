import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ResendTests {
  @Test(arguments: Engine.available)
  func `a reply that failed is sent again, once, when its writer wants it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let (activity, message, sender) = try await failedReply(desk)
      #expect(message.delivery == .failed)
      #expect(message.failure?.detail == "No such customer")
      for _ in 0..<2 {
        guard case .sent(let queued) = try await desk.recovery.resend(message.id, by: desk.ivan) else {
          Issue.record("Ivan holds it.")
          return
        }
        #expect(queued.delivery == .queued)
      }
      _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
      #expect(sender.sent.map(\.text) == ["Вітаю!"])
      #expect(try await desk.recovery.messages(of: activity.chatID, for: desk.ivan)?.last?.delivery == .sent)
      let history = try await desk.recovery.activityHistory(activity.id, for: desk.ivan) ?? []
      #expect(history.filter { $0.what == .resent }.map(\.by) == [desk.ivan.reference])
    }
  }

  @Test(arguments: Engine.available)
  func `nobody else may send it again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let (_, message, _) = try await failedReply(desk)
      guard case .alreadyTaken(let holder, _) = try await desk.recovery.resend(message.id, by: desk.maria) else {
        Issue.record("It is Ivan's.")
        return
      }
      #expect(holder == desk.ivan.reference)
      #expect(try await desk.recovery.resend(message.id, by: desk.petro) == .missing)
      #expect(try await desk.recovery.resend("nothing", by: desk.ivan) == .missing)
    }
  }

  @Test(arguments: Engine.available)
  func `what has not failed is not sent again, and nobody takes the task by it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      guard case .sent(let reply) = try await desk.recovery.reply(to: chat.id, text: "Hello", by: desk.ivan) else {
        throw Desk.Missing("reply")
      }
      let activity = try await desk.missedChat()
      #expect(activity.chatID == chat.id)
      #expect(try await desk.recovery.resend(reply.id, by: desk.maria) == .sent(reply))
      let theirs = try #require(try await desk.recovery.messages(of: chat.id, for: desk.ivan)?.first)
      #expect(try await desk.recovery.resend(theirs.id, by: desk.maria) == .missing)
      #expect(try await desk.open().map(\.status) == [.notStarted])
    }
  }

  @Test(arguments: Engine.available)
  func `who wrote after our newest reply waits again where an older one is refused once more`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let (activity, message, sender) = try await failedReply(desk)
      try await desk.answer(activity, "Ще раз вітаю!", through: sender)
      try await desk.write("And what now?", id: "2")
      desk.time.advance(by: .seconds(1))

      try await desk.refuse(message, through: sender)

      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .waiting)
      try await desk.wait()
      #expect(try await desk.open().map(\.missed.count) == [2])
    }
  }

  @Test(arguments: Engine.available)
  func `whom a newer reply has answered waits for nothing where the older one is refused once more`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let (activity, message, sender) = try await failedReply(desk)
      try await desk.answer(activity, "Ще раз вітаю!", through: sender)

      try await desk.refuse(message, through: sender)

      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .answered)
    }
  }

  private func failedReply(_ desk: Desk) async throws -> (Activity, Message, RecordingSender) {
    let activity = try await desk.missedChat()
    _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
    _ = try await desk.recovery.reply(to: activity.chatID, text: "Вітаю!", by: desk.ivan)
    let sender = RecordingSender()
    sender.fail(with: .rejected("No such customer"))
    _ = try await desk.recovery.sendOutbox(through: [.telegram: sender])
    let message = try #require(try await desk.recovery.messages(of: activity.chatID, for: desk.ivan)?.last)
    return (activity, message, sender)
  }
}

extension Desk {
  /// Ivan writes a moment later, and it arrives.
  fileprivate func answer(_ activity: Activity, _ text: String, through sender: RecordingSender) async throws {
    time.advance(by: .seconds(1))
    _ = try await recovery.reply(to: activity.chatID, text: text, by: ivan)
    _ = try await recovery.sendOutbox(through: [.telegram: sender])
    time.advance(by: .seconds(1))
  }

  /// Ivan has the message sent again, and the platform refuses it again.
  fileprivate func refuse(_ message: Message, through sender: RecordingSender) async throws {
    _ = try await recovery.resend(message.id, by: ivan)
    sender.fail(with: .rejected("No such customer"))
    _ = try await recovery.sendOutbox(through: [.telegram: sender])
  }
}
