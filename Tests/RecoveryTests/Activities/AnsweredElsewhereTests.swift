import Recovery
import Storage
import TestSupport
import Testing

/// Somebody answers the customer in another tool, and the platform echoes it to us.
@Suite struct AnsweredElsewhereTests {
  @Test(arguments: Engine.available)
  func `before anybody has accepted, the task completes itself, and everybody sees why`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()

      try await desk.answerElsewhere()

      let closed = try await desk.current(activity)
      #expect((closed.status, closed.result) == (.completed, Activity.answeredElsewhere))
      #expect(closed.closedItself)
      #expect(closed.closedAt == desk.time.now())
      #expect(try await desk.steps(of: activity).last == .answeredElsewhere)
      #expect(try await desk.recovery.notifications(for: desk.ivan).notifications.isEmpty)
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .answered)
      guard case .closed(.completed) = try await desk.recovery.accept(activity.id, by: desk.ivan) else {
        Issue.record("There is nothing to accept any more.")
        return
      }
    }
  }

  @Test(arguments: Engine.available)
  func `after somebody has accepted, it stays theirs, and the customer waits no longer`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      try await desk.answerElsewhere()

      let current = try await desk.current(activity)
      #expect((current.status, current.owner) == (.inProgress, desk.ivan.reference))
      #expect(!current.closedItself)
      #expect(try await desk.steps(of: activity).last == .answeredElsewhere)
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .answered)
    }
  }

  @Test(arguments: Engine.available)
  func `an answer from before the customer's newest message answers nothing`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()

      try await desk.answerElsewhere(at: activity.createdAt - Desk.answerWithin - .seconds(1))

      #expect(try await desk.current(activity).status == .notStarted)
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .waiting)
    }
  }

  @Test(arguments: Engine.available)
  func `what closed itself is reopened, and is offered to everybody again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.decline(activity.id, reason: "", by: desk.ivan)
      try await desk.answerElsewhere()

      guard case .saved(let reopened) = try await desk.reopen(activity) else {
        Issue.record("It had closed itself.")
        return
      }

      #expect((reopened.status, reopened.result, reopened.closedAt) == (.notStarted, nil, nil))
      #expect(!reopened.closedItself)
      #expect(try await desk.steps(of: activity).last == .reopened)
      for person in [desk.ivan, desk.maria] {
        #expect(try await desk.recovery.notifications(for: person).notifications.map(\.id) == [activity.id])
      }
    }
  }

  @Test(arguments: Engine.available)
  func `it is not reopened beside another open task of the customer`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      try await desk.answerElsewhere()
      let newer = try await desk.missedChat()
      #expect(newer.id != activity.id)

      #expect(try await desk.reopen(activity) == .illegal(from: .completed, to: .notStarted))

      #expect(try await desk.open().map(\.id) == [newer.id])
      #expect(try await desk.steps(of: activity).contains(.reopened) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `it is not reopened after its chat is over`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      try await desk.answerElsewhere()
      #expect(try await desk.recovery.closeChat(activity.chatID, by: desk.ivan) == .closed)

      #expect(try await desk.reopen(activity) == .illegal(from: .completed, to: .notStarted))

      #expect(try await desk.current(activity).status == .completed)
    }
  }

  @Test(arguments: Engine.available)
  func `what a person completed is not reopened`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.close(
        activity.id, as: .completed, result: Activity.answeredElsewhere, notes: nil, by: desk.ivan)
      #expect(try await desk.reopen(activity) == .illegal(from: .completed, to: .notStarted))
    }
  }
}

extension Desk {
  fileprivate func reopen(_ activity: Activity) async throws -> EditOutcome {
    var change = ActivityChange()
    change.status = .notStarted
    return try await recovery.edit(activity.id, change, by: ivan)
  }
}
