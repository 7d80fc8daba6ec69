import Storage

/// A report by channel, by queue or by operator.
struct ReportParts {
  let totals: ReportTally
  /// Those with the most missed chats first.
  let rows: [ReportRow]
  let count: Int

  init(
    _ connection: any SQLConnection, _ scope: ReportScope, _ local: LocalTime, _ breakdown: ReportBreakdown,
    _ limit: Int
  ) throws {
    let (column, each) = (Self.column(breakdown), scope.each(breakdown))
    var tallies: [String: ReportTally] = [:]
    let stretches = ReportStretch.parts(of: local.span)
    for stretch in stretches { try connection.count(each, by: column, stretch, &tallies) }
    // Whose cases have all become somebody else's has none left.
    tallies = tallies.filter { $0.value.missed > 0 }
    count = tallies.count
    let shown = tallies.sorted(by: Self.isBefore).prefix(limit)
    var whole = Dictionary(shown.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    for stretch in stretches { try connection.addTimes(each, by: column, stretch, &whole) }
    rows = shown.map { ReportRow(key: Self.key($0.key, breakdown), tally: whole[$0.key] ?? $0.value) }
    totals = try connection.sums(scope, local)
  }

  /// The most missed first; what belongs to none of them, such as nobody's cases, last.
  private static func isBefore(
    _ left: Dictionary<String, ReportTally>.Element, _ right: Dictionary<String, ReportTally>.Element
  ) -> Bool {
    if left.key.isEmpty != right.key.isEmpty { return right.key.isEmpty }
    return (right.value.missed, left.key) < (left.value.missed, right.key)
  }

  private static func column(_ breakdown: ReportBreakdown) -> String {
    switch breakdown {
    case .channel: "channel_id"
    case .queue: "queue_id"
    default: "operator_id"
    }
  }

  private static func key(_ id: String, _ breakdown: ReportBreakdown) -> ReportKey {
    let id = id.isEmpty ? nil : id
    switch breakdown {
    case .channel: return .channel(id)
    case .queue: return .queue(id)
    default: return .operator(id)
    }
  }
}

extension SQLConnection {
  /// Adds the counters of each part.
  fileprivate func count(
    _ scope: ReportScope, by column: String, _ stretch: ReportStretch, _ tallies: inout [String: ReportTally]
  ) throws {
    let sums = ReportTally.counters.map { "cast(sum(t.\($0)) AS bigint) AS \($0)" }.joined(separator: ", ")
    for row in try rows("g.\(column) AS part, \(sums)", scope, stretch, "GROUP BY g.\(column)") {
      try tallies[try row.text("part"), default: ReportTally()].add(counters: row, from: 1)
    }
  }

  /// Adds how long it took to those parts that are in `tallies`.
  fileprivate func addTimes(
    _ scope: ReportScope, by column: String, _ stretch: ReportStretch, _ tallies: inout [String: ReportTally]
  ) throws {
    let parts = tallies.keys.sorted()
    for start in stride(from: 0, to: parts.count, by: 100) {
      let some = Array(parts[start..<min(start + 100, parts.count)])
      let read = try rows("g.\(column) AS part, t.pick_up, t.first_reply", scope, stretch, only: (column, some))
      for row in read { try tallies[try row.text("part")]?.add(histograms: row, from: 1) }
    }
  }

  private func rows(
    _ columns: String, _ scope: ReportScope, _ stretch: ReportStretch, _ rest: String = "",
    only: (column: String, ids: [String])? = nil
  ) throws -> [SQLRow] {
    var arguments = SQLArguments()
    var condition = scope.condition(&arguments)
    if let only { condition += " AND g.\(only.column) IN (\(arguments.list(only.ids)))" }
    let grain = arguments.add(.integer(stretch.grain.rawValue))
    let start = arguments.add(.integer(stretch.span.lowerBound))
    let end = arguments.add(.integer(stretch.span.upperBound))
    return try rows(
      """
      SELECT \(columns) FROM report_groups g JOIN report_tallies t ON t.group_id = g.id
      WHERE \(condition) AND t.grain = \(grain) AND t.start >= \(start) AND t.start < \(end) \(rest)
      """,
      arguments.values)
  }
}
