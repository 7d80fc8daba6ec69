import Recovery

extension JSONWriter {
  /// A report for programs. Times are in seconds and right to 5 %; `null` where there are none.
  mutating func members(of report: Report, _ query: ReportQuery, _ directory: Directory, _ viewer: Operator) {
    member("by", query.question.breakdown.rawValue)
    member(
      "period",
      object: {
        $0.member("from", report.days.lowerBound.text)
        $0.member("to", report.days.upperBound.text)
        $0.member("timeZone", viewer.timeZone)
      })
    member("countedPercent", report.countedPercent)
    member("totals", object: { $0.members(of: report.totals) })
    member("rows", array: report.rows) { json, row in
      json.object {
        $0.member(row.key, directory)
        if case .reason(let reason) = row.key {
          $0.member("missed", row.tally[reason])
        } else {
          $0.members(of: row.tally)
        }
      }
    }
    member("rowCount", report.rowCount)
  }

  private mutating func member(_ key: ReportKey, _ directory: Directory) {
    func reference(_ id: String?, _ name: String?) -> Reference? { id.map { Reference(id: $0, name: name ?? "") } }
    switch key {
    case .day(let day): member("day", day.text)
    case .hour(let hour): member("hour", hour)
    case .hourOfWeek(let weekday, let hour):
      member("weekday", weekday + 1)
      member("hour", hour)
    case .channel(let id): member("channel", reference(id, id.flatMap { directory.channel(id: $0)?.name }))
    case .queue(let id): member("queue", reference(id, id.flatMap { directory.queues[$0]?.name }))
    case .operator(let id): member("operator", reference(id, id.flatMap { directory.operators[$0]?.name }))
    case .reason(let reason): member("reason", reason.rawValue)
    }
  }

  private mutating func members(of tally: ReportTally) {
    member("missed", tally.missed)
    member("withoutActivity", tally.withoutActivity)
    member("taken", tally.taken)
    member("recovered", tally.recovered)
    member("pickUpSeconds", tally.pickUp)
    member("firstReplySeconds", tally.firstReply)
    member(
      "reasons",
      object: { json in
        for reason in MissedReason.allCases { json.member(reason.memberName, tally[reason]) }
      })
  }

  private mutating func member(_ name: StaticString, _ spans: SpanHistogram) {
    member(
      name,
      object: { json in
        json.seconds("median", spans.percentile(0.5))
        json.seconds("p90", spans.percentile(0.9))
      })
  }

  private mutating func seconds(_ name: StaticString, _ span: Duration?) {
    key(name)
    if let span { integer((span.wholeMilliseconds + 500) / 1000) } else { null() }
  }
}

extension MissedReason {
  fileprivate var memberName: StaticString {
    switch self {
    case .noAnswer: "no_answer"
    case .abandoned: "abandoned"
    case .afterHours: "after_hours"
    case .queueFull: "queue_full"
    case .declinedByAll: "declined_by_all"
    case .operatorSilent: "operator_silent"
    }
  }
}
