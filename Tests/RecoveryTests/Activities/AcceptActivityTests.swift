import Recovery
import Storage
import Testing
import TestSupport

@Suite struct AcceptActivityTests {
  @Test(arguments: Engine.available)
  func `who accepts first has it, and the others are told who`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      guard case .accepted(let taken) = try await desk.recovery.accept(activity.id, by: desk.ivan) else {
        Issue.record("Ivan was first.")
        return
      }
      #expect(taken.status == .inProgress)
      #expect(taken.owner == desk.ivan.reference)
      #expect(taken.acceptance?.number == 1)
      let late = try await desk.recovery.accept(activity.id, by: desk.maria)
      #expect(late == .alreadyTaken(by: desk.ivan.reference, at: desk.time.now()))
    }
  }

  @Test(arguments: Engine.available)
  func `of sixteen who accept at once exactly one wins`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for round in 0..<20 {
        let activity = try await desk.missedChat(from: "\(round)", name: "Customer \(round)")
        let winners = try await contest(activity.id, desk)
        #expect(winners.count == 1)
        let holder = try await desk.recovery.activity(activity.id, for: desk.anna)?.acceptance?.by.id
        #expect(holder == winners.first)
      }
    }
  }

  /// Sixteen try at once, Ivan and Maria in turn; who are told that they have it, each counted once.
  private func contest(_ id: String, _ desk: Desk) async throws -> Set<String> {
    try await withThrowingTaskGroup(of: String?.self) { group in
      for number in 0..<16 {
        let person = number % 2 == 0 ? desk.ivan : desk.maria
        group.addTask {
          guard case .accepted = try await desk.recovery.accept(id, by: person) else { return nil }
          return person.id
        }
      }
      return try await group.reduce(into: Set()) { winners, winner in if let winner { winners.insert(winner) } }
    }
  }

  @Test(arguments: Engine.available)
  func `accepting what one has already is accepted, and recorded once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      guard case .accepted(let again) = try await desk.recovery.accept(activity.id, by: desk.ivan) else {
        Issue.record("It is Ivan's.")
        return
      }
      #expect(again.acceptance?.number == 1)
      let history = try await desk.recovery.activityHistory(activity.id, for: desk.ivan) ?? []
      #expect(history.filter { $0.what == .accepted }.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `who is not in the queue does not see it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(try await desk.recovery.accept(activity.id, by: desk.petro) == .missing)
      #expect(try await desk.recovery.activity(activity.id, for: desk.petro) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `only the designated owner accepts`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      guard case .reassigned = try await desk.recovery.reassign(activity.id, to: desk.petro.id, by: desk.oksana) else {
        Issue.record("A supervisor reassigns.")
        return
      }
      #expect(try await desk.recovery.accept(activity.id, by: desk.ivan) == .notYours(designated: desk.petro.reference))
      guard case .accepted = try await desk.recovery.accept(activity.id, by: desk.petro) else {
        Issue.record("It is designated to Petro.")
        return
      }
    }
  }

  @Test(arguments: Engine.available)
  func `what is given back can be accepted again, under a greater number`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      guard case .givenBack(let free) = try await desk.recovery.giveBack(activity.id, by: desk.ivan) else {
        Issue.record("Ivan held it.")
        return
      }
      #expect(free.status == .notStarted)
      #expect(free.owner == nil)
      guard case .accepted(let taken) = try await desk.recovery.accept(activity.id, by: desk.maria) else {
        Issue.record("It was free.")
        return
      }
      #expect(taken.acceptance?.number == 2)
      #expect(try await desk.recovery.giveBack(activity.id, by: desk.ivan) == .notHeld)
    }
  }

  @Test(arguments: Engine.available)
  func `a closed Activity is not accepted`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.close(activity.id, as: .canceled, result: "spam", notes: nil, by: desk.maria)
      #expect(try await desk.recovery.accept(activity.id, by: desk.ivan) == .closed(.canceled))
    }
  }
}
