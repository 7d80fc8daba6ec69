import Storage

/// A report along the time: by day, by hour of the day, by hour of the week; and by reason, which every sum tells.
struct ReportSeries {
  private(set) var totals = ReportTally()
  let rows: [ReportRow]

  init(
    _ connection: any SQLConnection, _ scope: ReportScope, _ local: LocalTime, _ breakdown: ReportBreakdown
  ) throws {
    if case .reason = breakdown {
      let totals = try connection.sums(scope, local)
      self.totals = totals
      rows = MissedReason.allCases.map { ReportRow(key: .reason($0), tally: totals) }
      return
    }
    let keys = Self.keys(breakdown, local)
    var tallies = Array(repeating: ReportTally(), count: keys.count)
    let places = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    try connection.sumsByQuarterHour(scope, local.span) { start, row in
      guard let place = places[Self.key(of: start, breakdown, local)] else { return }
      try tallies[place].add(counters: row, from: 1)
      try tallies[place].add(histograms: row, from: 1 + ReportTally.counters.count)
    }
    rows = zip(keys, tallies).map { ReportRow(key: $0, tally: $1) }
    for tally in tallies { totals.add(tally) }
  }

  private static func keys(_ breakdown: ReportBreakdown, _ local: LocalTime) -> [ReportKey] {
    switch breakdown {
    case .day:
      (local.days.lowerBound.number...local.days.upperBound.number).map { .day(CivilDay(number: $0)) }
    case .week:
      (0..<7).flatMap { weekday in (0..<24).map { .hourOfWeek(weekday: weekday, hour: $0) } }
    default: (0..<24).map { .hour($0) }
    }
  }

  private static func key(of start: Int64, _ breakdown: ReportBreakdown, _ local: LocalTime) -> ReportKey {
    switch breakdown {
    case .day: .day(local.day(of: start))
    case .week: .hourOfWeek(weekday: local.day(of: start).weekday, hour: local.hour(of: start))
    default: .hour(local.hour(of: start))
    }
  }
}

private let tallyColumns = (ReportTally.counters + ["pick_up", "first_reply"]).map { "t.\($0)" }.joined(separator: ", ")

extension SQLConnection {
  /// Gives each quarter hour's sum: its start, then its columns as `tallyColumns` has them.
  fileprivate func sumsByQuarterHour(
    _ scope: ReportScope, _ span: Range<Timestamp>, _ take: (Int64, SQLRow) throws -> Void
  ) throws {
    let stretch = ReportStretch(
      grain: .quarterHour, span: span.lowerBound.milliseconds..<span.upperBound.milliseconds)
    for row in try sums(scope, stretch) { try take(try row.integer("start"), row) }
  }

  /// Everything of a period together.
  func sums(_ scope: ReportScope, _ local: LocalTime) throws -> ReportTally {
    var totals = ReportTally()
    for stretch in ReportStretch.parts(of: local.span) {
      for row in try sums(scope, stretch) {
        try totals.add(counters: row, from: 1)
        try totals.add(histograms: row, from: 1 + ReportTally.counters.count)
      }
    }
    return totals
  }

  private func sums(_ scope: ReportScope, _ stretch: ReportStretch) throws -> [SQLRow] {
    var arguments = SQLArguments()
    let condition = scope.condition(&arguments)
    let grain = arguments.add(.integer(stretch.grain.rawValue))
    let start = arguments.add(.integer(stretch.span.lowerBound))
    let end = arguments.add(.integer(stretch.span.upperBound))
    return try rows(
      """
      SELECT t.start AS start, \(tallyColumns) FROM report_groups g JOIN report_tallies t ON t.group_id = g.id
      WHERE \(condition) AND t.grain = \(grain) AND t.start >= \(start) AND t.start < \(end)
      """,
      arguments.values)
  }
}
