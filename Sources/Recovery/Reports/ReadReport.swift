import Foundation
import Storage

extension Recovery {
  /// What the chats that were missed in a period came to. Operators see the cases that are theirs, supervisors all.
  ///
  /// The days are those of the viewer's time zone. A chat counts on the day on which it was missed, also where it is
  /// recovered later.
  package func report(_ question: ReportQuestion, for viewer: Operator) async throws -> Report {
    let zone = TimeZone(identifier: viewer.timeZone) ?? .gmt
    let local = LocalTime(question.period, zone: zone, now: time.now())
    let scope = ReportScope(question, viewer)
    let limit = min(max(question.limit, 1), 10_000)
    return try await database.read { connection in
      let percent = try connection.countedPercent()
      switch question.breakdown {
      case .day, .hour, .week, .reason:
        let series = try ReportSeries(connection, scope, local, question.breakdown)
        return Report(
          days: local.days, span: local.span, totals: series.totals, rows: series.rows, rowCount: series.rows.count,
          countedPercent: percent)
      case .channel, .queue, .operator:
        let parts = try ReportParts(connection, scope, local, question.breakdown, limit)
        return Report(
          days: local.days, span: local.span, totals: parts.totals, rows: parts.rows, rowCount: parts.count,
          countedPercent: percent)
      }
    }
  }
}

extension Recovery {
  /// How much of the history is counted, in hundredths.
  package func countedPercent() async throws -> Int {
    try await database.read { try $0.countedPercent() }
  }
}

extension SQLConnection {
  func countedPercent() throws -> Int {
    let latest = try row("SELECT coalesce(max(position), 0) AS latest FROM history")?.integer("latest") ?? 0
    let low = try reportProgress().cursor.low
    // What is not yet counted because it has only just happened is no reason for a warning.
    return latest - low <= 1000 ? 100 : Int(low * 100 / latest)
  }
}

/// Which sums a report adds up.
struct ReportScope: Sendable {
  private enum Part: Hashable, Sendable {
    case all, each
    case one(String)

    var split: Part { self == .all ? .each : self }
  }

  private var queue: Part
  private var channel: Part
  private var person: Part

  init(_ question: ReportQuestion, _ viewer: Operator) {
    queue = question.queueID.map { .one($0) } ?? .all
    channel = question.channelID.map { .one($0) } ?? .all
    person = viewer.seesEverything ? .all : .one(viewer.id)
  }

  /// The same, part by part.
  func each(_ breakdown: ReportBreakdown) -> ReportScope {
    var scope = self
    switch breakdown {
    case .queue: scope.queue = queue.split
    case .channel: scope.channel = channel.split
    case .operator: scope.person = person.split
    case .day, .hour, .week, .reason: break
    }
    return scope
  }

  /// The condition on `report_groups g`. Of somebody's cases there are sums over everything, and by queue and channel
  /// together.
  func condition(_ arguments: inout SQLArguments) -> String {
    var (queue, channel) = (queue, channel)
    if person != .all, queue != .all || channel != .all { (queue, channel) = (queue.split, channel.split) }
    let parts = [("operator_id", person), ("queue_id", queue), ("channel_id", channel)]
    return parts.map { Self.condition("g.\($0)", $1, &arguments) }.joined(separator: " AND ")
  }

  private static func condition(_ column: String, _ part: Part, _ arguments: inout SQLArguments) -> String {
    switch part {
    case .all: "\(column) = \(arguments.add(.text(ReportGroup.all)))"
    case .one(let id): "\(column) = \(arguments.add(.text(id)))"
    case .each: "\(column) <> \(arguments.add(.text(ReportGroup.all)))"
    }
  }
}

/// Parts of a period that are added up from sums of one grain.
struct ReportStretch: Sendable {
  let grain: ReportGrain
  let span: Range<Int64>

  /// Whole days of UTC in the middle, quarter hours at both ends.
  static func parts(of span: Range<Timestamp>) -> [ReportStretch] {
    let (start, end) = (span.lowerBound.milliseconds, span.upperBound.milliseconds)
    let day = ReportGrain.day.length
    let (first, last) = (start + (-start).modulo(day), end - end.modulo(day))
    guard first < last else { return [ReportStretch(grain: .quarterHour, span: start..<end)] }
    let parts = [
      ReportStretch(grain: .quarterHour, span: start..<first), ReportStretch(grain: .day, span: first..<last),
      ReportStretch(grain: .quarterHour, span: last..<end),
    ]
    return parts.filter { !$0.span.isEmpty }
  }
}
