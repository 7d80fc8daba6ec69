import Foundation
import Recovery

/// The quick filter by time: in which days Activities were created, as the viewer's calendar has them.
struct ActivityPeriod: Equatable, Sendable {
  enum Name: String, CaseIterable, Sendable {
    case today, yesterday, week, month
    /// From one day to another, which are given beside it.
    case custom
  }

  private(set) var name: Name?
  private(set) var from: Timestamp?
  /// The first moment after it.
  private(set) var before: Timestamp?
  /// The values by the names of their parameters.
  private(set) var values: [String: [String]] = [:]

  /// - Parameter zone: an IANA name.
  /// - Throws: ``WebError`` 400 where the period is unknown or a day is none.
  init(_ query: Query, now: Timestamp, zone: String) throws(WebError) {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
    let hasDays = query["from"] != nil || query["to"] != nil
    if let text = query["period"] {
      guard let name = Name(rawValue: text) else { throw .invalid("period") }
      self.name = name
    } else if hasDays {
      name = .custom
    }
    guard let name else { return }
    guard name == .custom else {
      setInterval(of: name, now, calendar)
      return
    }
    from = try day("from", query, calendar).map { Timestamp($0) }
    before = try day("to", query, calendar)
      .flatMap { calendar.date(byAdding: .day, value: 1, to: $0) }.map { Timestamp($0) }
    if !hasDays { values["period"] = [name.rawValue] }
  }

  private mutating func setInterval(of name: Name, _ now: Timestamp, _ calendar: Calendar) {
    let today = Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
    let interval: DateInterval? =
      switch name {
      case .today: calendar.dateInterval(of: .day, for: today)
      case .yesterday:
        calendar.date(byAdding: .day, value: -1, to: today).flatMap { calendar.dateInterval(of: .day, for: $0) }
      case .week: calendar.dateInterval(of: .weekOfYear, for: today)
      case .month: calendar.dateInterval(of: .month, for: today)
      case .custom: nil
      }
    from = interval.map { Timestamp($0.start) }
    before = interval.map { Timestamp($0.end) }
    values["period"] = [name.rawValue]
  }

  /// Reads a day such as `2026-11-22`: its first moment.
  private mutating func day(_ field: String, _ query: Query, _ calendar: Calendar) throws(WebError) -> Date? {
    guard let text = query[field] else { return nil }
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard text.utf8.count == 10, parts.count == 3, (1970...9998).contains(parts[0]) else { throw .invalid(field) }
    let components = DateComponents(year: parts[0], month: parts[1], day: parts[2])
    guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else {
      throw .invalid(field)
    }
    values[field] = [text]
    return calendar.startOfDay(for: date)
  }
}

extension Timestamp {
  fileprivate init(_ date: Date) {
    self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
  }
}
