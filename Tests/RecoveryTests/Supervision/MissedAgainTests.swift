import Recovery
import Storage
import Testing
import TestSupport

/// A customer is missed again while somebody has the Activity.
@Suite struct MissedAgainTests {
  @Test(arguments: Engine.available)
  func `whoever has the Activity is told that its customer waits again, nobody else`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.answered()

      try await desk.writeAgain()

      let told = try await desk.recovery.systemMessages(for: desk.ivan).messages
      #expect(told.map(\.message.what) == [.missedAgain])
      #expect(told.first?.message.activity?.id == activity.id)
      #expect(told.first?.opensActivity == true)
      #expect(try await desk.messages(of: desk.maria).isEmpty)
      #expect(try await desk.steps(of: activity).filter { $0 == .folded }.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `what nobody has is told to nobody a second time`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      _ = try await desk.missedChat()

      try await desk.writeAgain()

      for person in [desk.ivan, desk.maria, desk.oksana] { #expect(try await desk.messages(of: person).isEmpty) }
    }
  }

  @Test(arguments: Engine.available)
  func `the time to reply begins anew with a further miss, and then the queue has it again`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await desk.answered()
      try await desk.sweep(after: .seconds(3600))
      #expect(try await desk.recovery.sweepDeadlines() == nil)

      try await desk.writeAgain()

      #expect(try await desk.recovery.sweepDeadlines() == desk.time.now() + .seconds(900))
      try await desk.sweep(after: .seconds(899))
      #expect(try await desk.current(activity).status == .inProgress)
      try await desk.sweep(after: .seconds(1))
      #expect(try await desk.current(activity).status == .notStarted)
      #expect(try await desk.steps(of: activity).last == .takenBack)
      #expect(try await desk.recovery.notifications(for: desk.maria).notifications.map(\.id) == [activity.id])
    }
  }

  @Test(arguments: Engine.available)
  func `a reply to the further miss keeps it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await desk.answered()
      try await desk.writeAgain()
      desk.time.advance(by: .seconds(100))
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Of course", by: desk.ivan)

      try await desk.sweep(after: .seconds(3600))

      #expect(try await desk.current(activity).acceptance?.by.id == desk.ivan.id)
      #expect(try await desk.recovery.sweepDeadlines() == nil)
    }
  }

  @Test(arguments: Engine.available, [true, false])
  func `a customer who writes on and on does not put the end of the time off`(
    engine: Engine, hasReplied: Bool
  ) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await hasReplied ? desk.answered() : desk.accepted()
      if hasReplied { try await desk.writeAgain() }
      for _ in 0..<5 {
        desk.time.advance(by: .seconds(100))
        try await desk.writeAgain()
      }
      #expect(try await desk.messages(of: desk.ivan).count == (hasReplied ? 6 : 5))

      try await desk.sweep(after: .seconds(99))
      #expect(try await desk.current(activity).status == .inProgress)
      try await desk.sweep(after: .seconds(1))
      #expect(try await desk.current(activity).status == .notStarted)
    }
  }

  @Test(arguments: Engine.available)
  func `a reply that could not be delivered is a further miss`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await desk.answered()
      try await desk.failToDeliver()

      try await desk.wait()

      #expect(try await desk.messages(of: desk.ivan).map(\.what) == [.missedAgain])
      try await desk.sweep(after: .seconds(899))
      #expect(try await desk.current(activity).status == .inProgress)
      try await desk.sweep(after: .seconds(1))
      #expect(try await desk.current(activity).status == .notStarted)
    }
  }

  @Test(arguments: Engine.available)
  func `what could not be delivered does not count as a reply`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await desk.answered()
      desk.time.advance(by: .seconds(890))
      try await desk.failToDeliver()

      try await desk.sweep(after: .seconds(10))

      #expect(try await desk.current(activity).status == .notStarted)
    }
  }
}

extension Desk {
  /// Ivan has accepted what Олена was missed with.
  fileprivate func accepted() async throws -> Activity {
    let activity = try await missedChat()
    _ = try await recovery.accept(activity.id, by: ivan)
    return activity
  }

  /// Ivan has accepted it and answered.
  fileprivate func answered() async throws -> Activity {
    let activity = try await accepted()
    _ = try await recovery.reply(to: activity.chatID, text: "Good day!", by: ivan)
    return activity
  }

  /// Олена writes again, and nobody answers.
  fileprivate func writeAgain() async throws {
    try await write("And what does it cost?", id: "again-\(time.now().milliseconds)")
    try await wait()
  }

  /// The platform refuses for good what is on its way.
  fileprivate func failToDeliver() async throws {
    let sender = RecordingSender()
    sender.fail(with: .rejected("No such customer"))
    _ = try await recovery.sendOutbox(through: [.telegram: sender])
  }
}
