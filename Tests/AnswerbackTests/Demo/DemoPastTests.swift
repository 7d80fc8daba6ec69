import Logging
import Recovery
import Storage
import TestSupport
import Testing

@testable import Answerback

@Suite struct DemoPastTests {
  /// A Monday, 2026-11-23 at 12:00 in Kyiv.
  private static let present = Timestamp(milliseconds: 1_795_428_000_000)

  @Test func `The demo's past is lived in, and always the same`() async throws {
    var stories: [[String]] = []
    for _ in 0..<2 {
      try await withDatabase(.sqlite, migrations: Recovery.migrations) { database in
        stories.append(try await Self.story(on: database))
      }
    }
    #expect(stories[0] == stories[1])
    let kinds = Set(stories[0].map { String($0.prefix { $0 != "|" }) })
    #expect(kinds == ["Not started", "In progress", "Completed", "Canceled"])
    #expect(stories[0].count > 20)
    #expect(stories[0].contains { $0.contains("|after_hours|") })
    #expect(stories[0].contains { $0.contains("|no_answer|") })
  }

  /// A week of it: the Activities, newest first.
  private static func story(on database: any Database) async throws -> [String] {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let clock = PastClock(present - .seconds(7 * 24 * 60 * 60))
    let recovery = Recovery(database: database, time: clock, logger: logger)
    let rhythm = try PastRhythm()
    let rule = MissedRule(answerWithin: PastDesk.answerWithin, hours: rhythm.hours)
    try await recovery.apply(DemoPeople.provision(rule, telegramPort: 1, origins: []))
    var past = try await DemoPast(recovery, clock, rhythm: rhythm, until: present)
    _ = try await past.tell()
    #expect(clock.now() == present)
    return try await activities(recovery)
  }

  private static func activities(_ recovery: Recovery) async throws -> [String] {
    let people = try await recovery.directory().operators.values
    let viewer = try #require(people.first { $0.role == .administrator })
    var filter = ActivityFilter()
    filter.limit = 100
    return try await recovery.activities(filter, for: viewer).activities.map { activity in
      [
        activity.status.name, activity.missed.reason.rawValue, activity.subject, activity.owner?.name ?? "",
        "\(activity.createdAt.milliseconds)",
      ].joined(separator: "|")
    }
  }
}
