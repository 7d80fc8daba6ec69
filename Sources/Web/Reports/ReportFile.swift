import Recovery

/// A report's table as lines of a file for spreadsheets. Spans are in seconds, shares in hundredths.
struct ReportFile: Sendable {
  let names: ReportNames
  let breakdown: ReportBreakdown

  func text(of report: Report) -> String {
    // The mark by which spreadsheets know UTF-8.
    "\u{FEFF}" + CSV.line(head) + report.rows.map { CSV.line(cells($0)) }.joined()
  }

  private var head: [String] {
    let key = breakdown == .week ? ["weekday", "hour"] : [breakdown.rawValue]
    if breakdown == .reason { return (key + ["missed"]).map(column) }
    let figures = [
      "missed", "withoutActivity", "taken", "recovered", "share", "pickUp", "pickUpMost", "reply", "replyMost",
    ]
    return (key + figures).map(column) + MissedReason.allCases.map { names.wording.text("missed.\($0.rawValue)") }
  }

  private func column(_ name: String) -> String { names.wording.text("reports.column.\(name)") }

  private func cells(_ row: ReportRow) -> [String] {
    let tally = row.tally
    if case .reason(let reason) = row.key { return key(row.key) + [String(tally[reason])] }
    return key(row.key) + [tally.missed, tally.withoutActivity, tally.taken, tally.recovered].map(String.init)
      + [tally.share.map { String(Int(($0 * 100).rounded())) } ?? ""]
      + [tally.pickUp, tally.firstReply].flatMap { spans in [0.5, 0.9].map { seconds(spans.percentile($0)) } }
      + MissedReason.allCases.map { String(tally[$0]) }
  }

  private func key(_ key: ReportKey) -> [String] {
    switch key {
    case .day(let day): [day.text]
    case .hourOfWeek(let weekday, let hour): [names.wording.text("weekday.d\(weekday)"), String(hour)]
    case .hour(let hour): [String(hour)]
    default: [names.name(of: key)]
    }
  }

  private func seconds(_ span: Duration?) -> String {
    span.map { String(($0.wholeMilliseconds + 500) / 1000) } ?? ""
  }
}
