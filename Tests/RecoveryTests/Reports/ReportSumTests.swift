import Foundation
import Storage
import Testing
import TestSupport

@testable import Recovery

@Suite struct ReportSumTests {
  @Test(arguments: Engine.available, [1, 2, 3] as [UInt64])
  func `the sums are what the history adds up to, whatever happened and whenever it was counted`(
    engine: Engine, seed: UInt64
  ) async throws {
    try await withDesk(on: engine) { desk in
      let hasty = Provision.QueueEntry(
        name: "Sales", skills: ["sales"], rule: desk.sales.rule, times: QueueTimes(replyWithin: .seconds(3600)))
      _ = try await desk.recovery.save(hasty, as: desk.sales.id, seen: nil, by: desk.anna)
      var play = RandomDesk(desk: desk, random: Random(seed))
      try await play.run(steps: 150)
      while try await desk.recovery.countHistory() {}
      let naive = try await NaiveReport(desk.recovery)
      #expect(naive.cases.count > 10)

      try await compare(naive, desk, for: desk.oksana)
      try await compare(naive, desk, for: desk.ivan)
    }
  }

  private func compare(_ naive: NaiveReport, _ desk: Desk, for viewer: Operator) async throws {
    let zone = try #require(TimeZone(identifier: viewer.timeZone))
    let expected = naive.cases(from: "2026-10-20", to: "2026-10-30", in: zone)
      .filter { viewer.seesEverything || $0.person == viewer.id }
    for breakdown in ReportBreakdown.allCases {
      var question = ReportQuestion()
      question.breakdown = breakdown
      question.period = .from(try #require(CivilDay("2026-10-20")), to: try #require(CivilDay("2026-10-30")))
      let report = try await desk.recovery.report(question, for: viewer)
      #expect(report.totals.agrees(with: expected), "\(breakdown)")
      for row in report.rows {
        if case .reason(let reason) = row.key {
          #expect(row.tally[reason] == expected.count { $0.reason == reason })
        } else {
          #expect(row.tally.agrees(with: expected.filter { row.key.matches($0, zone) }), "\(row.key)")
        }
      }
    }
    for channel in [desk.bot, desk.site] {
      var question = ReportQuestion()
      question.period = .from(try #require(CivilDay("2026-10-20")), to: try #require(CivilDay("2026-10-30")))
      (question.channelID, question.queueID, question.breakdown) = (channel.id, desk.sales.id, .operator)
      let report = try await desk.recovery.report(question, for: viewer)
      #expect(report.totals.agrees(with: expected.filter { $0.channel == channel.id }))
    }
  }
}

extension ReportKey {
  fileprivate func matches(_ one: NaiveReport.Case, _ zone: TimeZone) -> Bool {
    switch self {
    case .day(let day): NaiveReport.day(of: one.at, zone) == day.text
    case .hour(let hour): NaiveReport.hour(of: one.at, zone) == hour
    case .hourOfWeek(let weekday, let hour):
      NaiveReport.hour(of: one.at, zone) == hour
        && CivilDay(NaiveReport.day(of: one.at, zone))?.weekday == weekday
    case .channel(let id): one.channel == id
    case .queue(let id): one.queue == id
    case .operator(let id): one.person == id
    case .reason(let reason): one.reason == reason
    }
  }
}

extension ReportTally {
  fileprivate func agrees(with cases: [NaiveReport.Case]) -> Bool {
    let (pickUps, replies) = (cases.compactMap(\.pickUp), cases.compactMap(\.reply))
    guard missed == cases.count, taken == cases.count(where: \.isTaken), recovered == replies.count,
      withoutActivity == cases.count(where: { !$0.hasActivity })
    else { return false }
    return [0.5, 0.9].allSatisfy { share in
      Self.isNear(pickUp.percentile(share), NaiveReport.percentile(pickUps, share))
        && Self.isNear(firstReply.percentile(share), NaiveReport.percentile(replies, share))
    }
  }

  private static func isNear(_ found: Duration?, _ exact: Duration?) -> Bool {
    guard let found, let exact else { return found == nil && exact == nil }
    if exact < .seconds(1) { return found <= .milliseconds(500) }
    return abs(Double(found.wholeMilliseconds) / Double(exact.wholeMilliseconds) - 1) <= 0.05
  }
}

/// A desk on which anything may happen, always the same for the same seed.
private struct RandomDesk {
  let desk: Desk
  var random: Random
  private var next = 0

  init(desk: Desk, random: Random) {
    self.desk = desk
    self.random = random
    desk.time.set(ReportTimeTests.moment("2026-10-21T10:00:00Z"))
  }

  mutating func run(steps: Int) async throws {
    for _ in 0..<steps {
      desk.time.advance(by: .milliseconds(Int64.random(in: 1...8_000_000, using: &random)))
      try await step()
    }
  }

  private mutating func step() async throws {
    let recovery = desk.recovery
    let person = Bool.random(using: &random) ? desk.ivan : desk.maria
    let open = try await desk.open().randomElement(using: &random)
    switch Int.random(in: 0..<13, using: &random) {
    case 0...3: try await write()
    case 4: _ = try await recovery.sweepMissedChats()
    case 5: if let open { _ = try await recovery.accept(open.id, by: person) }
    case 6: if let open { _ = try await recovery.giveBack(open.id, by: person) }
    case 7: if let open { _ = try await recovery.reply(to: open.chatID, text: "Вітаю!", by: person) }
    case 8: _ = try await recovery.sendOutbox(through: [.telegram: RecordingSender(), .web: RecordingSender()])
    case 9:
      if let open {
        _ = try await recovery.close(open.id, as: .completed, result: "called", notes: nil, by: desk.oksana)
      }
    case 10:
      let isOn = Int.random(in: 0..<4, using: &random) > 0
      _ = try await recovery.change(setting: Setting.sendsActivities, to: .boolean(isOn), by: desk.anna)
    case 11: _ = try await recovery.sweepDeadlines()
    default: _ = try await recovery.countHistory()
    }
  }

  private mutating func write() async throws {
    next += 1
    try await desk.write("Is anybody there?", id: "\(next)", from: "\(Int.random(in: 1...6, using: &random))")
  }
}

/// Numbers that only look random (https://prng.di.unimi.it/splitmix64.c).
private struct Random: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
