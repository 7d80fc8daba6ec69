/// By what a report's rows differ.
package enum ReportBreakdown: String, CaseIterable, Sendable {
  case day, hour, week, channel, queue, `operator`, reason
}

/// What somebody wants to know.
package struct ReportQuestion: Hashable, Sendable {
  package var breakdown = ReportBreakdown.day
  package var period = ReportPeriod.lastDays(7)
  package var queueID: String?
  package var channelID: String?
  /// How many queues, channels or operators are shown at most, those with the most missed chats first: 1 to 10,000.
  package var limit = 100

  package init() {}
}

/// What a row is about.
package enum ReportKey: Hashable, Sendable {
  case day(CivilDay)
  /// An hour of the day, 0 to 23.
  case hour(Int)
  /// An hour of a day of the week, 0 for Monday.
  case hourOfWeek(weekday: Int, hour: Int)
  /// By their ids; nil for none.
  case channel(String?)
  case queue(String?)
  case `operator`(String?)
  case reason(MissedReason)
}

package struct ReportRow: Hashable, Sendable {
  package let key: ReportKey
  package let tally: ReportTally
}

/// What the chats that were missed in a period came to.
package struct Report: Sendable {
  package let days: ClosedRange<CivilDay>
  package let span: Range<Timestamp>
  package let totals: ReportTally
  package let rows: [ReportRow]
  /// How many rows there would be without a limit.
  package let rowCount: Int
  /// How much of the history is counted, in hundredths; below 100 the figures are not whole yet.
  package let countedPercent: Int
}
