import Foundation
import Storage
import Testing
import TestSupport

@testable import Recovery

@Suite struct ReportTimeTests {
  /// Kyiv's clocks go back at 4:00 summer time on 2026-10-25, and forward at 3:00 on 2027-03-28.
  @Test(arguments: Engine.available)
  func `the days are those of the viewer, also when a day has 25 hours`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      // 23:59 on the 24th, 0:00, 3:30 twice, 23:59 on the 25th, 0:00 on the 26th, as missed in Kyiv.
      for (number, moment) in [
        "2026-10-24T20:59:00Z", "2026-10-24T21:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z",
        "2026-10-25T21:59:00Z", "2026-10-25T22:00:00Z",
      ].enumerated() {
        try await desk.miss(at: moment, from: "\(number)")
      }

      let days = try await desk.report(.day, "2026-10-24", "2026-10-26")
      let hours = try await desk.report(.hour, "2026-10-25", "2026-10-25")
      let week = try await desk.report(.week, "2026-10-25", "2026-10-25")

      #expect(days.rows.map(\.tally.missed) == [1, 4, 1])
      #expect(hours.span.upperBound - hours.span.lowerBound == .seconds(25 * 3600))
      #expect(hours.rows[3].tally.missed == 2 && hours.rows[0].tally.missed == 1 && hours.rows[23].tally.missed == 1)
      #expect(week.rows.first { $0.key == .hourOfWeek(weekday: 6, hour: 3) }?.tally.missed == 2)
    }
  }

  @Test(arguments: Engine.available)
  func `a day of 23 hours has no hour between two and four`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      desk.time.set(Self.moment("2027-03-27T00:00:00Z"))
      // 2:59 and, a minute later, 4:00.
      try await desk.miss(at: "2027-03-28T00:59:00Z", from: "1")
      try await desk.miss(at: "2027-03-28T01:00:00Z", from: "2")

      let hours = try await desk.report(.hour, "2027-03-28", "2027-03-28")

      #expect(hours.span.upperBound - hours.span.lowerBound == .seconds(23 * 3600))
      #expect(hours.rows[2].tally.missed == 1 && hours.rows[3].tally.missed == 0 && hours.rows[4].tally.missed == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `right after midnight yesterday is the day before`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.miss(at: "2026-11-19T21:59:00Z", from: "1")
      desk.time.set(Self.moment("2026-11-19T22:00:00Z"))
      while try await desk.recovery.countHistory() {}
      var question = ReportQuestion()
      question.period = .yesterday

      let yesterday = try await desk.recovery.report(question, for: desk.oksana)
      question.period = .today
      let today = try await desk.recovery.report(question, for: desk.oksana)

      #expect(yesterday.totals.missed == 1 && yesterday.days.lowerBound.text == "2026-11-19")
      #expect(today.totals.missed == 0 && today.days.lowerBound.text == "2026-11-20")
    }
  }

  @Test(arguments: ["Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Africa/Cairo", "Europe/Kyiv", "UTC"])
  func `every moment of a period has its day and hour as a calendar tells them`(name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let local = LocalTime(
      .from(try #require(CivilDay("2026-03-01")), to: try #require(CivilDay("2026-11-30"))), zone: zone,
      now: Self.moment("2026-11-30T12:00:00Z"))
    let quarter = ReportGrain.quarterHour.length
    #expect(local.span.lowerBound.milliseconds % quarter == 0 && local.span.upperBound.milliseconds % quarter == 0)
    let (first, end) = (local.span.lowerBound.milliseconds, local.span.upperBound.milliseconds)
    for start in stride(from: first, to: end, by: Int(quarter)) {
      let moment = Timestamp(milliseconds: start)
      try #require(local.day(of: start).text == NaiveReport.day(of: moment, zone), "\(start)")
      try #require(local.hour(of: start) == NaiveReport.hour(of: moment, zone), "\(start)")
    }
    #expect(local.day(of: local.span.lowerBound.milliseconds) == local.days.lowerBound)
    #expect(local.day(of: local.span.upperBound.milliseconds - 1) == local.days.upperBound)
  }

  @Test func `a day is read as it is written`() {
    for text in ["1970-01-01", "2024-02-29", "2026-11-22", "2000-12-31"] { #expect(CivilDay(text)?.text == text) }
    for text in ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-00-10", "", "2026-01-01 "] {
      #expect(CivilDay(text) == nil)
    }
    #expect(CivilDay("2026-11-22")?.weekday == 6)
  }

  static func moment(_ text: String) -> Timestamp {
    let date = ISO8601DateFormatter().date(from: text) ?? .distantPast
    return Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }
}

extension Desk {
  /// A customer is missed at this moment.
  fileprivate func miss(at moment: String, from customer: String) async throws {
    time.set(ReportTimeTests.moment(moment) - Self.answerWithin)
    try await write("Is anybody there?", id: customer, from: customer, name: "Customer \(customer)")
    try await wait()
  }

  fileprivate func report(_ breakdown: ReportBreakdown, _ first: String, _ last: String) async throws -> Report {
    while try await recovery.countHistory() {}
    var question = ReportQuestion()
    question.breakdown = breakdown
    question.period = .from(try #require(CivilDay(first)), to: try #require(CivilDay(last)))
    return try await recovery.report(question, for: oksana)
  }
}
