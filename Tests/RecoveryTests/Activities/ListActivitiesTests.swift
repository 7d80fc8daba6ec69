import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ListActivitiesTests {
  @Test(arguments: Engine.available, ActivityFilter.Sort.allCases)
  func `pages follow one another without gap or repetition`(engine: Engine, sort: ActivityFilter.Sort) async throws {
    try await withDesk(on: engine) { desk in
      for customer in 0..<25 { _ = try await desk.missedChat(from: "\(customer)", name: "Customer \(customer)") }
      var filter = ActivityFilter()
      filter.limit = 10
      filter.sort = sort
      var names: [String] = []
      repeat {
        let page = try await desk.recovery.activities(filter, for: desk.ivan)
        names += page.activities.compactMap(\.contact?.name)
        filter.after = page.next
      } while filter.after != nil
      let expected = (0..<25).map { "Customer \($0)" }
      #expect(names == (sort == .oldest || sort == .due ? expected : expected.reversed()))
    }
  }

  @Test(arguments: Engine.available)
  func `filters combine`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat(from: "1", name: "Ірина Мельник")
      _ = try await desk.missedChat(from: "2", name: "Тарас")
      _ = try await desk.recovery.accept(first.id, by: desk.ivan)
      func names(_ change: (inout ActivityFilter) -> Void) async throws -> [String] {
        var filter = ActivityFilter()
        change(&filter)
        return try await desk.recovery.activities(filter, for: desk.maria).activities.compactMap(\.contact?.name)
      }
      #expect(try await names { $0.text = "ІРИНА" } == ["Ірина Мельник"])
      #expect(try await names { $0.text = "100%" } == [])
      #expect(try await names { $0.statuses = [.notStarted] } == ["Тарас"])
      #expect(try await names { $0.ownerID = desk.ivan.id } == ["Ірина Мельник"])
      #expect(try await names { $0.messengers = ["Viber"] } == [])
      #expect(
        try await names {
          $0.queueID = desk.sales.id; $0.types = ["Webitel missed chat"]
        }.count == 2)
      #expect(try await names { $0.types = ["Task"] } == [])
    }
  }

  @Test(arguments: Engine.available)
  func `everybody sees their own queues, supervisors all`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.missedChat()
      func count(_ viewer: Operator) async throws -> Int {
        try await desk.recovery.activities(ActivityFilter(), for: viewer).activities.count
      }
      #expect(try await count(desk.ivan) == 1)
      #expect(try await count(desk.petro) == 0)
      #expect(try await count(desk.oksana) == 1)
      #expect(try await count(desk.anna) == 1)
    }
  }

  @Test(arguments: ["", "x", "12", "~", "abc~def"])
  func `what is no cursor is refused`(cursor: String) async throws {
    try await withDesk(on: .sqlite) { desk in
      var filter = ActivityFilter()
      filter.after = cursor
      await #expect(throws: InvalidInput.self) { try await desk.recovery.activities(filter, for: desk.ivan) }
    }
  }
}
