import Recovery
import Storage
import TestSupport
import Testing

/// A supervisor gives what they saw to be somebody's, or nobody's, to another.
@Suite struct GiveTests {
  @Test(arguments: Engine.available)
  func `who has accepted since the supervisor looked keeps it, and the supervisor is told who`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      let outcome = try await desk.recovery.reassign(
        activity.id, to: desk.petro.id, seen: .nobody, by: desk.oksana)

      #expect(outcome == .heldBy(desk.ivan.reference, at: desk.time.now()))
      let current = try await desk.current(activity)
      #expect((current.status, current.acceptance?.number) == (.inProgress, 1))
      #expect(try await desk.messages(of: desk.ivan).isEmpty)
      #expect(try await desk.steps(of: activity).contains(.reassigned) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `from whom the supervisor saw, it is taken`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      let seen = ActivityFilter.Owner.person(desk.ivan.id)
      let outcome = try await desk.recovery.reassign(activity.id, to: desk.petro.id, seen: seen, by: desk.oksana)

      guard case .reassigned(let given) = outcome else {
        Issue.record("Oksana saw that Ivan has it.")
        return
      }
      #expect((given.status, given.owner) == (.notStarted, desk.petro.reference))
      let late = try await desk.recovery.reassign(activity.id, to: desk.maria.id, seen: seen, by: desk.anna)
      #expect(late == .heldBy(desk.petro.reference, at: desk.time.now()))
    }
  }

  @Test(arguments: Engine.available)
  func `what nobody has any more is given all the same`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.giveBack(activity.id, by: desk.ivan)

      let outcome = try await desk.recovery.reassign(
        activity.id, to: desk.petro.id, seen: .person(desk.ivan.id), by: desk.oksana)

      guard case .reassigned = outcome else {
        Issue.record("Nobody loses anything.")
        return
      }
      _ = try await desk.recovery.close(activity.id, as: .canceled, result: "", notes: nil, by: desk.oksana)
      let late = try await desk.recovery.reassign(activity.id, to: desk.maria.id, seen: .nobody, by: desk.oksana)
      #expect(late == .closed(.canceled))
    }
  }

  @Test(arguments: Engine.available)
  func `of sixteen who accept and the supervisor who gives it away at once, exactly one wins`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<16 {
          let person = number.isMultiple(of: 2) ? desk.ivan : desk.maria
          group.addTask {
            guard case .accepted(let taken) = try await desk.recovery.accept(activity.id, by: person) else {
              return false
            }
            return taken.version == activity.version + 1
          }
        }
        group.addTask {
          let outcome = try await desk.recovery.reassign(
            activity.id, to: desk.petro.id, seen: .nobody, by: desk.oksana)
          if case .reassigned = outcome { return true }
          return false
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.contains(true))
      let steps = try await desk.steps(of: activity)
      #expect(steps.count { $0 == .accepted || $0 == .reassigned } == 1)
      #expect(try await desk.current(activity).version == activity.version + 1)
    }
  }
}
