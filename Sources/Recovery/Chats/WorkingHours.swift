import Foundation

/// The hours of a week in which a queue is staffed, in its own time zone.
package struct WorkingHours: Hashable, Sendable {
  /// Minutes after midnight; the end is not part of it.
  package typealias Span = Range<Int>

  /// An IANA time zone, such as `Europe/Kyiv`.
  package let zone: String
  /// Seven lists of spans, Monday first.
  package let week: [[Span]]
  private let calendar: Calendar

  /// - Throws: ``InvalidInput`` where the zone is unknown or the week has not seven days.
  package init(zone: String, week: [[Span]]) throws(InvalidInput) {
    guard let timeZone = TimeZone(identifier: zone) else {
      throw InvalidInput(field: "hours.zone", message: "There is no time zone «\(zone)».")
    }
    guard week.count == 7 else { throw InvalidInput(field: "hours", message: "A week has seven days.") }
    self.zone = zone
    self.week = week
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = timeZone
    self.calendar = calendar
  }

  package func isOpen(at moment: Timestamp) -> Bool {
    let parts = calendar.dateComponents([.weekday, .hour, .minute], from: moment.date)
    guard let weekday = parts.weekday, let hour = parts.hour, let minute = parts.minute else { return true }
    // Foundation counts weekdays from Sunday = 1.
    return week[(weekday + 5) % 7].contains { $0.contains(hour * 60 + minute) }
  }

  /// When it is open next: at once where it is; nil where it never is.
  package func nextOpening(from moment: Timestamp) -> Timestamp? {
    if isOpen(at: moment) { return moment }
    // A jump of the clock opens it too, where it skips the beginning of a span or goes back into one.
    let jump = jump(after: moment).flatMap { isOpen(at: $0) ? $0 : nil }
    let today = (moment.milliseconds + offset(at: moment)) / Self.day
    for day in today...today + 14 {
      let opening = beginnings(on: day).filter { $0 > moment && isOpen(at: $0) }.min()
      if let opening { return jump.map { min($0, opening) } ?? opening }
    }
    return jump
  }

  private static let day: Int64 = 24 * 60 * 60 * 1000

  /// The moments at which a span of a day may begin: a clock that is changed on that day shows the hour twice or never.
  ///
  /// - Parameter day: days since 1970 as the zone counts them; that year began with a Thursday.
  private func beginnings(on day: Int64) -> [Timestamp] {
    week[Int((day + 3) % 7)].flatMap { span in
      let shown = Timestamp(milliseconds: day * Self.day + Int64(span.lowerBound) * 60_000)
      let offsets = Set([-Self.day, Self.day].map { offset(at: shown + .milliseconds($0)) })
      return offsets.map { shown - .milliseconds($0) }
    }
  }

  /// How far the zone is ahead of UTC, in milliseconds.
  private func offset(at moment: Timestamp) -> Int64 {
    Int64(calendar.timeZone.secondsFromGMT(for: moment.date)) * 1000
  }

  /// When the zone's clock is changed next.
  private func jump(after moment: Timestamp) -> Timestamp? {
    calendar.timeZone.nextDaylightSavingTimeTransition(after: moment.date).map {
      Timestamp(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded()))
    }
  }
}

extension MissedRule {
  /// When somebody is there next; nil where nobody ever is.
  func opening(from moment: Timestamp) -> Timestamp? { hours.map { $0.nextOpening(from: moment) } ?? moment }
}

extension Timestamp {
  fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
