import Recovery
import Storage
import Testing
import TestSupport

@Suite struct WorkOnActivityTests {
  @Test(arguments: Engine.available)
  func `declining hides it from me only`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(try await desk.recovery.decline(activity.id, reason: "Lunch", by: desk.ivan) == .declined)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
      #expect(try await desk.recovery.notifications(for: desk.maria).count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `when everybody declines at once, it is recorded once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      async let first = desk.recovery.decline(activity.id, reason: "", by: desk.ivan)
      async let second = desk.recovery.decline(activity.id, reason: "", by: desk.maria)
      #expect(try await [first, second] == [.declined, .declined])
      let history = try await desk.recovery.activityHistory(activity.id, for: desk.oksana) ?? []
      #expect(history.filter { $0.what == .declinedByAll }.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `what everybody has declined is put before the supervisors`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      for person in [desk.ivan, desk.maria] {
        #expect(try await desk.recovery.notifications(for: desk.oksana).count == 0)
        _ = try await desk.recovery.decline(activity.id, reason: "", by: person)
      }
      #expect(try await desk.recovery.notifications(for: desk.oksana).notifications.map(\.id) == [activity.id])
      _ = try await desk.recovery.accept(activity.id, by: desk.oksana)
      _ = try await desk.recovery.giveBack(activity.id, by: desk.oksana)
      #expect(try await desk.recovery.notifications(for: desk.oksana).count == 0)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `a chat whose Activity is completed no longer waits`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "Called", notes: nil, by: desk.ivan)
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .answered)
    }
  }

  @Test(arguments: Engine.available)
  func `a chat about which an Activity is open cannot be closed`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(try await desk.recovery.closeChat(activity.chatID, by: desk.ivan) == .activityOpen)
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      #expect(try await desk.recovery.closeChat(activity.chatID, by: desk.ivan) == .closed)
    }
  }

  @Test(arguments: Engine.available)
  func `saving another status does what the verb does`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      func save(_ status: ActivityStatus, by person: Operator) async throws -> EditOutcome {
        var change = ActivityChange()
        change.status = status
        return try await desk.recovery.edit(activity.id, change, by: person)
      }
      _ = try await desk.recovery.reassign(activity.id, to: desk.petro.id, by: desk.oksana)
      let refused = try await save(.inProgress, by: desk.oksana)
      #expect(refused == .heldBy(desk.petro.reference, at: activity.createdAt))
      guard case .saved(let taken) = try await save(.inProgress, by: desk.petro) else {
        Issue.record("It is designated to Petro.")
        return
      }
      #expect(taken.acceptance?.by == desk.petro.reference)
      guard case .saved(let closed) = try await save(.canceled, by: desk.petro) else {
        Issue.record("Petro holds it.")
        return
      }
      #expect(closed.status == .canceled)
      let what = try await desk.recovery.activityHistory(activity.id, for: desk.petro)?.map(\.what)
      #expect(what?.suffix(3) == [.reassigned, .accepted, .canceled])
    }
  }

  @Test(arguments: Engine.available)
  func `given back, it is offered again to who had declined it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.decline(activity.id, reason: "", by: desk.ivan)
      _ = try await desk.recovery.accept(activity.id, by: desk.maria)
      _ = try await desk.recovery.giveBack(activity.id, by: desk.maria)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `completing takes result and notes, and ends it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      let outcome = try await desk.recovery.close(
        activity.id, as: .completed, result: "Answered", notes: "Sent the price list", by: desk.ivan)
      guard case .closed(let closed) = outcome else {
        Issue.record("Ivan completes what he holds.")
        return
      }
      #expect(closed.status == .completed)
      #expect(closed.result == "Answered")
      #expect(closed.notes == "Sent the price list")
      let again = try await desk.recovery.close(activity.id, as: .canceled, result: "", notes: nil, by: desk.ivan)
      #expect(again == .alreadyClosed(.completed))
    }
  }

  @Test(arguments: Engine.available)
  func `nobody else closes what somebody holds, but a supervisor does`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      let refused = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.maria)
      #expect(refused == .heldBy(desk.ivan.reference, at: desk.time.now()))
      let done = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.oksana)
      guard case .closed = done else {
        Issue.record("A supervisor closes any.")
        return
      }
    }
  }

  @Test(arguments: Engine.available)
  func `saving over somebody's newer version shows theirs and changes nothing`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      var change = ActivityChange()
      change.version = activity.version
      change.notes = "Ivan's"
      _ = try await desk.recovery.edit(activity.id, change, by: desk.ivan)
      change.notes = "Maria's"
      guard case .changedMeanwhile(let current) = try await desk.recovery.edit(activity.id, change, by: desk.maria)
      else {
        Issue.record("Ivan saved before.")
        return
      }
      #expect(current.notes == "Ivan's")
    }
  }

  @Test(arguments: Engine.available, [ActivityStatus.notStarted, .inProgress, .canceled])
  func `a completed Activity stays completed`(engine: Engine, next: ActivityStatus) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      var change = ActivityChange()
      change.status = next
      let outcome = try await desk.recovery.edit(activity.id, change, by: desk.ivan)
      #expect(outcome == .illegal(from: .completed, to: next))
    }
  }

  @Test(arguments: Engine.available)
  func `the history tells every step in its order`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Hello", by: desk.ivan)
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "Answered", notes: nil, by: desk.ivan)
      let history = try await desk.recovery.activityHistory(activity.id, for: desk.ivan) ?? []
      #expect(history.map(\.what) == [.wrote, .missed, .opened, .accepted, .replied, .sent, .completed])
      #expect(history.compactMap(\.by?.name) == ["Ivan", "Ivan", "Ivan"])
    }
  }
}
