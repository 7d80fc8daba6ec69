import Recovery
import Storage
import TestSupport
import Testing

@Suite struct BulkActivitiesTests {
  @Test(arguments: Engine.available)
  func `each of several gets its own outcome, in their order`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let free = try await desk.missedChat(from: "1", name: "Ірина")
      let taken = try await desk.missedChat(from: "2", name: "Тарас")
      let closed = try await desk.missedChat(from: "3", name: "Олена")
      _ = try await desk.recovery.accept(taken.id, by: desk.maria)
      _ = try await desk.recovery.close(closed.id, as: .canceled, result: "", notes: nil, by: desk.ivan)

      let outcome = try await desk.recovery.change(
        [closed.id, free.id, "nothing", taken.id, free.id], .close(as: .completed, result: "spam", notes: nil),
        by: desk.ivan)

      guard case .each(let outcomes) = outcome else { return #expect(Bool(false), "It was refused: \(outcome)") }
      #expect(outcomes.map(\.id) == [closed.id, free.id, "nothing", taken.id])
      #expect(outcomes[0].result == .alreadyClosed)
      guard case .done(let activity) = outcomes[1].result else { return #expect(Bool(false), "It was not closed.") }
      #expect(activity.status == .completed && activity.result == "spam")
      #expect(outcomes[2].result == .missing)
      #expect(outcomes[3].result == .heldBy(desk.maria.reference))
    }
  }

  @Test(arguments: Engine.available)
  func `a supervisor assigns several, an operator none`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var ids: [String] = []
      for number in 1...20 { ids.append(try await desk.missedChat(from: "\(number)", name: "C\(number)").id) }
      #expect(try await desk.recovery.change(ids, .assign(to: desk.maria.id), by: desk.ivan) == .forbidden)
      #expect(try await desk.recovery.change(ids, .assign(to: "nobody"), by: desk.oksana) == .noSuchOperator)
      _ = try await desk.recovery.change(ids, .assign(to: desk.maria.id), by: desk.oksana)
      #expect(try await desk.open().allSatisfy { $0.designatedID == desk.maria.id })
    }
  }

  @Test func `none and too many are refused`() async throws {
    try await withDesk(on: .sqlite) { desk in
      for ids in [[], (0...Recovery.longestBulk).map(String.init)] {
        await #expect(throws: InvalidInput.self) {
          try await desk.recovery.change(ids, .close(as: .completed, result: "", notes: nil), by: desk.ivan)
        }
      }
    }
  }
}
