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
    let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
    let parts = calendar.dateComponents([.weekday, .hour, .minute], from: date)
    guard let weekday = parts.weekday, let hour = parts.hour, let minute = parts.minute else { return true }
    // Foundation counts weekdays from Sunday = 1.
    return week[(weekday + 5) % 7].contains { $0.contains(hour * 60 + minute) }
  }
}
