import Recovery
import Storage
import Testing
import TestSupport

/// What comes to somebody while they are deactivated.
@Suite struct LeaverTests {
  @Test(arguments: Engine.available, ["not_started", "in_progress"])
  func `what somebody has who works here no more is offered to the queue`(
    engine: Engine, status: String
  ) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.recovery.deactivate(operator: desk.petro.id, seen: nil, by: desk.anna)
      let activity = try await desk.missedChat()
      try await desk.give(activity, to: desk.petro, status)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)

      for _ in 0..<2 { try await desk.recovery.takeFromLeavers() }

      let offered = try await desk.current(activity)
      #expect((offered.status, offered.owner, offered.designatedID) == (.notStarted, nil, nil))
      #expect(try await desk.recovery.notifications(for: desk.ivan).notifications.map(\.id) == [activity.id])
      #expect(try await desk.steps(of: activity).filter { $0 == .givenBack }.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `what is given to somebody at the moment they are deactivated is not lost`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for round in 0..<8 {
        let activity = try await desk.missedChat(from: "\(round)", name: "Customer \(round)")
        async let given = desk.recovery.reassign(activity.id, to: desk.petro.id, by: desk.oksana)
        async let gone = desk.recovery.deactivate(operator: desk.petro.id, seen: nil, by: desk.anna)
        _ = try await (given, gone)

        try await desk.recovery.takeFromLeavers()

        #expect(try await desk.current(activity).owner == nil)
        _ = try await desk.recovery.activate(operator: desk.petro.id, seen: nil, by: desk.anna)
      }
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 8)
    }
  }

  @Test(arguments: Engine.available)
  func `what somebody has who works here stays with them`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.deactivate(operator: desk.petro.id, seen: nil, by: desk.anna)

      try await desk.recovery.takeFromLeavers()

      #expect(try await desk.current(activity).owner?.id == desk.ivan.id)
    }
  }
}

extension Desk {
  /// As a miss or an acceptance leaves it that was committed right behind the deactivation.
  fileprivate func give(_ activity: Activity, to person: Operator, _ status: String) async throws {
    let taken = status == "in_progress"
    try await recovery.database.write { connection in
      try connection.execute(
        """
        UPDATE activities SET status = $2, owner_id = $3, designated_id = $3, accepted_by = $4, accepted_at = $5
        WHERE id = $1
        """,
        [
          .text(activity.id), .text(status), .text(person.id), taken ? .text(person.id) : .null,
          taken ? .integer(activity.createdAt.milliseconds) : .null,
        ])
    }
  }
}
