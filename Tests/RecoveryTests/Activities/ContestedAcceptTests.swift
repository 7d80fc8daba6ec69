import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ContestedAcceptTests {
  private static let activities = 10_000
  private static let contenders = 16

  @Test(arguments: Engine.available)
  func `ten thousand Activities, each contested by sixteen at once, have one winner each`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let contenders = try await desk.hire(Self.contenders)
      var wins: [Int: Int] = [:]
      for id in try await many(Self.activities, desk) {
        wins[try await desk.contest(id, contenders), default: 0] += 1
      }
      #expect(wins == [1: Self.activities])
    }
  }

  /// Opens so many Activities, each of another customer.
  private func many(_ count: Int, _ desk: Desk) async throws -> [String] {
    for start in stride(from: 0, to: count, by: 500) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in start..<(start + 500) { group.addTask { try await desk.receive(from: "\(number)") } }
        try await group.waitForAll()
      }
    }
    desk.time.advance(by: Desk.answerWithin)
    _ = try await desk.recovery.sweepMissedChats()
    var filter = ActivityFilter()
    filter.limit = 100
    var ids: [String] = []
    repeat {
      let page = try await desk.recovery.activities(filter, for: desk.anna)
      ids += page.activities.map(\.id)
      filter.after = page.next
    } while filter.after != nil
    return ids
  }
}

extension Desk {
  /// A visitor of the widget writes.
  fileprivate func receive(from customer: String) async throws {
    let visitor = try await recovery.newVisitor(on: site).visitor
    _ = try await recovery.receive("Hi", clientID: "1", name: "Customer \(customer)", from: visitor, on: site)
  }

  /// So many more operators of Sales.
  fileprivate func hire(_ count: Int) async throws -> [Operator] {
    var provision = Provision()
    provision.operators = (0..<count).map {
      .init(
        login: "contender\($0)", name: "Contender \($0)", role: .operator, skills: ["sales"], locale: "en",
        timeZone: "Europe/Kyiv", password: nil)
    }
    try await recovery.apply(provision)
    return try await recovery.directory().operators.values.filter { $0.login.hasPrefix("contender") }
  }

  /// All accept at once.
  ///
  /// - Returns: how many were told that they have it.
  fileprivate func contest(_ id: String, _ contenders: [Operator]) async throws -> Int {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for contender in contenders {
        group.addTask {
          if case .accepted = try await recovery.accept(id, by: contender) { return true }
          return false
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }
}
