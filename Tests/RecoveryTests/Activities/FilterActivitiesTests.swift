import Recovery
import Storage
import TestSupport
import Testing

@Suite struct FilterActivitiesTests {
  /// The names of the customers that a filter finds, page after page.
  private func names(
    _ desk: Desk, _ viewer: Operator, limit: Int = 100, _ change: (inout ActivityFilter) -> Void
  ) async throws -> [String] {
    var filter = ActivityFilter()
    filter.limit = limit
    change(&filter)
    var names: [String] = []
    repeat {
      let page = try await desk.recovery.activities(filter, for: viewer)
      names += page.activities.compactMap(\.contact?.name)
      filter.after = page.next
    } while filter.after != nil
    return names
  }

  @Test(arguments: Engine.available)
  func `whose they are can be asked for: somebody's, nobody's, or either`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat(from: "1", name: "Ірина")
      let second = try await desk.missedChat(from: "2", name: "Тарас")
      _ = try await desk.missedChat(from: "3", name: "Олена")
      _ = try await desk.recovery.accept(first.id, by: desk.ivan)
      _ = try await desk.recovery.accept(second.id, by: desk.maria)

      #expect(try await names(desk, desk.ivan) { $0.owners = [.nobody] } == ["Олена"])
      #expect(try await names(desk, desk.ivan) { $0.owners = [.person(desk.ivan.id)] } == ["Ірина"])
      #expect(try await names(desk, desk.ivan) { $0.owners = [.person(desk.maria.id)] } == ["Тарас"])
      #expect(
        try await names(desk, desk.oksana) { $0.owners = [.nobody, .person(desk.maria.id)] } == ["Олена", "Тарас"])
      #expect(try await names(desk, desk.petro) { $0.owners = [.person(desk.ivan.id)] } == [])
    }
  }

  @Test(arguments: Engine.available)
  func `who is named twice is looked for once, and nothing is left out`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for (number, name) in ["Ірина", "Тарас", "Олена"].enumerated() {
        let activity = try await desk.missedChat(from: "\(number)", name: name)
        _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      }
      let all = ["Олена", "Тарас", "Ірина"]
      let ivan = ActivityFilter.Owner.person(desk.ivan.id)
      for viewer in [desk.ivan, desk.maria, desk.oksana] {
        #expect(try await names(desk, viewer, limit: 1) { $0.owners = [ivan, ivan] } == all)
        #expect(try await names(desk, viewer, limit: 1) { $0.queueIDs = [desk.sales.id, desk.sales.id] } == all)
        var filter = ActivityFilter()
        filter.owners = [ivan, ivan]
        #expect(try await desk.recovery.countActivities(filter, for: viewer).number == 3)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `several values of a column widen it, another column narrows`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat(from: "1", name: "Ірина")
      _ = try await desk.missedChat(from: "2", name: "Тарас")
      _ = try await desk.recovery.close(first.id, as: .completed, result: "answered", notes: nil, by: desk.ivan)
      for viewer in [desk.ivan, desk.oksana] {
        let both = try await names(desk, viewer) { $0.statuses = [.notStarted, .completed] }
        #expect(both == ["Тарас", "Ірина"])
        #expect(try await names(desk, viewer) { $0.messengers = ["Telegram", "Viber"] }.count == 2)
        #expect(try await names(desk, viewer) { $0.reasons = [.abandoned] } == [])
        let narrowed = try await names(desk, viewer) {
          $0.statuses = [.completed, .canceled]
          $0.messengers = ["Telegram"]
          $0.queueIDs = [desk.sales.id]
          $0.reasons = [.noAnswer]
        }
        #expect(narrowed == ["Ірина"])
      }
    }
  }

  @Test(arguments: Engine.available, ActivityFilter.Sort.allCases)
  func `a period takes its first moment and leaves out its end`(
    engine: Engine, sort: ActivityFilter.Sort
  ) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat(from: "1", name: "Ірина")
      let second = try await desk.missedChat(from: "2", name: "Тарас")
      let found = try await names(desk, desk.ivan) {
        $0.createdFrom = first.createdAt
        $0.createdBefore = second.createdAt
        $0.sort = sort
      }
      #expect(found == ["Ірина"])
    }
  }

  @Test(arguments: Engine.available)
  func `least time left stands first, and what is closed has none and follows`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var activities: [Activity] = []
      for number in 1...6 { activities.append(try await desk.missedChat(from: "\(number)", name: "C\(number)")) }
      var sooner = ActivityChange()
      sooner.dueAt = activities[0].createdAt
      _ = try await desk.recovery.edit(activities[3].id, sooner, by: desk.ivan)
      for closed in activities[1...2] {
        _ = try await desk.recovery.close(closed.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      }
      for (viewer, limit) in [(desk.ivan, 1), (desk.ivan, 4), (desk.oksana, 2), (desk.oksana, 100)] {
        let due = try await names(desk, viewer, limit: limit) { $0.sort = .due }
        #expect(due == ["C4", "C1", "C5", "C6", "C3", "C2"])
        let latest = try await names(desk, viewer, limit: limit) { $0.sort = .latestDue }
        #expect(latest == ["C6", "C5", "C1", "C4", "C3", "C2"])
      }
      let open = try await names(desk, desk.ivan) {
        $0.sort = .due
        $0.statuses = [.notStarted]
      }
      #expect(open == ["C4", "C1", "C5", "C6"])
    }
  }

  @Test(arguments: Engine.available)
  func `a search that has looked through enough says so, and finds the rest when it goes on`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let old = try await desk.missedChat(from: "1", name: "Ірина")
      _ = try await desk.recovery.close(old.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      try await fill(desk, with: 9_000, like: old.id)
      var filter = ActivityFilter()
      filter.statuses = [.completed]
      filter.text = "ірина"
      let first = try await desk.recovery.activities(filter, for: desk.anna)
      #expect(first.activities.isEmpty)
      #expect(first.stoppedEarly)
      let count = try await desk.recovery.countActivities(filter, for: desk.anna)
      #expect(count == ActivityCount(number: 0, isExact: false))
      #expect(first.next != nil)
      filter.after = first.next
      let second = try await desk.recovery.activities(filter, for: desk.anna)
      #expect(second.activities.map(\.id) == [old.id])
      #expect(!second.stoppedEarly)
    }
  }

  @Test(arguments: Engine.available)
  func `counting tells each once, and stops at ten thousand`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let first = try await desk.missedChat(from: "1", name: "Ірина")
      _ = try await desk.missedChat(from: "2", name: "Тарас")
      _ = try await desk.recovery.accept(first.id, by: desk.ivan)
      for viewer in [desk.ivan, desk.oksana] {
        let count = try await desk.recovery.countActivities(ActivityFilter(), for: viewer)
        #expect(count == ActivityCount(number: 2, isExact: true))
      }
      _ = try await desk.recovery.close(first.id, as: .canceled, result: "", notes: nil, by: desk.ivan)
      try await fill(desk, with: ActivityCount.limit, like: first.id)
      let count = try await desk.recovery.countActivities(ActivityFilter(), for: desk.oksana)
      #expect(count == ActivityCount(number: ActivityCount.limit, isExact: false))
    }
  }

  /// Adds closed Activities of somebody else, each a millisecond newer than the one before.
  private func fill(_ desk: Desk, with count: Int, like id: String) async throws {
    try await desk.recovery.database.write { connection in
      try connection.execute(
        """
        WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < $2)
        INSERT INTO activities (id, type, subject, status, version, channel_id, messenger, chat_id, chat_external_id,
          contact_id, queue_id, created_at, due_at, updated_at, closed_at, missed_count, missed_reason, missed_at,
          last_text, acceptance_number, notes, search_text)
        SELECT a.id || '-' || n.number, a.type, a.subject, a.status, 1, a.channel_id, a.messenger, a.chat_id,
          a.chat_external_id, a.contact_id, a.queue_id, a.created_at + n.number, a.due_at, a.updated_at, a.closed_at, 1,
          a.missed_reason, a.missed_at, a.last_text, 0, '', 'somebody'
        FROM numbers n CROSS JOIN activities a WHERE a.id = $1
        """,
        [.text(id), .integer(Int64(count))])
    }
  }
}
