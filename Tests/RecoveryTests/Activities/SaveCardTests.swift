import Recovery
import Storage
import Testing
import TestSupport

@Suite struct SaveCardTests {
  @Test(arguments: Engine.available)
  func `two who change different fields at once both have theirs saved`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      var ivans = change(by: activity)
      ivans.notes = "Call at noon"
      var marias = change(by: activity)
      (marias.notes, marias.priority) = ("", .high)
      _ = try await desk.recovery.edit(activity.id, ivans, by: desk.ivan)
      guard case .saved(let saved) = try await desk.recovery.edit(activity.id, marias, by: desk.maria) else {
        Issue.record("They changed different fields.")
        return
      }
      #expect(saved.notes == "Call at noon")
      #expect(saved.priority == .high)
    }
  }

  @Test(arguments: Engine.available)
  func `the second of two who change the same field is told who changed it to what, and nothing is saved`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      var ivans = change(by: activity)
      ivans.notes = "Call at noon"
      var marias = change(by: activity)
      (marias.notes, marias.priority) = ("Call at ten", .low)
      _ = try await desk.recovery.edit(activity.id, ivans, by: desk.ivan)
      guard
        case .conflicting(let current, let conflicts) = try await desk.recovery.edit(
          activity.id, marias, by: desk.maria)
      else {
        Issue.record("Both changed the notes.")
        return
      }
      let conflict = try #require(conflicts.first)
      #expect(conflicts.count == 1)
      #expect(conflict.field == .notes)
      #expect((conflict.mine, conflict.theirs) == ("Call at ten", "Call at noon"))
      #expect(conflict.by == desk.ivan.reference)
      #expect(conflict.canKeepMine)
      #expect((current.notes, current.priority) == ("Call at noon", .medium))
      marias.seen = current.prints
      guard case .saved(let saved) = try await desk.recovery.edit(activity.id, marias, by: desk.maria) else {
        Issue.record("Maria has seen Ivan's by now.")
        return
      }
      #expect((saved.notes, saved.priority) == ("Call at ten", .low))
    }
  }

  @Test(arguments: Engine.available)
  func `what somebody else closed cannot be canceled any more`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      var marias = change(by: activity)
      marias.status = .canceled
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "answered", notes: nil, by: desk.ivan)
      guard case .conflicting(_, let conflicts) = try await desk.recovery.edit(activity.id, marias, by: desk.maria)
      else {
        Issue.record("Ivan was first.")
        return
      }
      #expect(conflicts.map(\.field) == [.status])
      #expect(conflicts.first?.canKeepMine == false)
      #expect(conflicts.first?.by == desk.ivan.reference)
    }
  }

  @Test(arguments: Engine.available)
  func `the history names the fields that were changed, and no others`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      var change = change(by: activity)
      (change.subject, change.notes, change.resultDetails) = (activity.subject, "x", "y")
      change.dueAt = activity.dueAt + .seconds(3600)
      _ = try await desk.recovery.edit(activity.id, change, by: desk.ivan)
      let history = try await desk.recovery.activityHistory(activity.id, for: desk.ivan)
      #expect(history?.last { $0.what == .edited }?.detail == "due,result_details,notes")
    }
  }

  @Test(arguments: Engine.available)
  func `the owner is reminded at the time that was set, once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      let moment = desk.time.now() + .seconds(600)
      var change = ActivityChange()
      change.reminder = .at(moment)
      _ = try await desk.recovery.edit(activity.id, change, by: desk.oksana)
      #expect(try await desk.recovery.remindOwners() == moment)
      #expect(try await reminders(desk.ivan, desk) == 0)
      desk.time.advance(by: .seconds(600))
      for _ in 0..<2 { _ = try await desk.recovery.remindOwners() }
      #expect(try await reminders(desk.ivan, desk) == 1)
      #expect(try await reminders(desk.oksana, desk) == 0)
      #expect(try await desk.recovery.activity(activity.id, for: desk.ivan)?.remindAt == nil)
      #expect(try await desk.recovery.remindOwners() == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `of what nobody owns, whoever set the reminder is reminded; one that was taken away does not come`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      var change = ActivityChange()
      change.reminder = .at(desk.time.now() + .seconds(60))
      _ = try await desk.recovery.edit(activity.id, change, by: desk.maria)
      desk.time.advance(by: .seconds(60))
      _ = try await desk.recovery.remindOwners()
      #expect(try await reminders(desk.maria, desk) == 1)
      change.reminder = .at(desk.time.now() + .seconds(60))
      _ = try await desk.recovery.edit(activity.id, change, by: desk.maria)
      change.reminder = .never
      _ = try await desk.recovery.edit(activity.id, change, by: desk.maria)
      desk.time.advance(by: .seconds(60))
      _ = try await desk.recovery.remindOwners()
      #expect(try await reminders(desk.maria, desk) == 1)
    }
  }

  @Test(arguments: Engine.available, [ActivityStatus.completed, .canceled])
  func `nobody is reminded of what is closed`(engine: Engine, status: ActivityStatus) async throws {
    try await withDesk(on: engine) { desk in
      for (customer, bulk) in [("1", true), ("2", false)] {
        let activity = try await desk.missedChat(from: customer, name: "Олена \(customer)")
        _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
        var change = ActivityChange()
        change.reminder = .at(desk.time.now() + .seconds(600))
        _ = try await desk.recovery.edit(activity.id, change, by: desk.ivan)
        if bulk {
          _ = try await desk.recovery.change(
            [activity.id], .close(as: status, result: "done", notes: nil), by: desk.ivan)
        } else {
          // The card is saved with both.
          change.status = status
          _ = try await desk.recovery.edit(activity.id, change, by: desk.ivan)
        }
        #expect(try await desk.current(activity).status == status)
        #expect(try await desk.current(activity).remindAt == nil)
      }
      #expect(try await desk.recovery.remindOwners() == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a reminder that outlived its Activity comes to nobody`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      let now = desk.time.now().milliseconds
      try await desk.recovery.database.write { connection in
        try connection.execute(
          "UPDATE activities SET remind_at = $1, remind_by = $2", [.integer(now), .text(desk.ivan.id)])
      }

      for _ in 0..<2 { _ = try await desk.recovery.remindOwners() }

      #expect(try await reminders(desk.ivan, desk) == 0)
      #expect(try await desk.recovery.remindOwners() == nil)
    }
  }

  /// A change of somebody who sees the Activity as it is now.
  private func change(by activity: Activity) -> ActivityChange {
    var change = ActivityChange()
    change.seen = activity.prints
    return change
  }

  private func reminders(_ person: Operator, _ desk: Desk) async throws -> Int {
    try await desk.recovery.systemMessages(for: person).messages.filter { $0.message.what == .reminder }.count
  }
}
