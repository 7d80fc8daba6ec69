import Foundation
import Recovery

/// Moments as people enter them: the clock of their zone, `2026-11-22T20:05`; or ISO 8601 with its offset, as programs do.
extension TimeText {
  /// The value of an input of the type `datetime-local`.
  func entered(_ moment: Timestamp) -> String { sortable(moment).replacing(" ", with: "T") }

  /// The moment that was entered; nil where the text is none.
  func moment(entered text: String) -> Timestamp? {
    guard text.utf8.count <= 40, Self.beginsWithDay(text) else { return nil }
    if let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(:[0-5]\d(\.\d+)?)?/) {
      let parts = [match.1, match.2, match.3, match.4, match.5].compactMap { Int64($0) }
      guard parts.count == 5, parts[3] < 24, parts[4] < 60 else { return nil }
      let days = Self.days(year: parts[0], month: parts[1], day: parts[2])
      return inZone((days * 24 + parts[3]) * 3_600_000 + parts[4] * 60_000)
    }
    for style in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
      if let date = try? style.parse(text) {
        return Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
      }
    }
    return nil
  }

  /// Whether it begins with a day that there is: Foundation takes 30 February for the 2 March.
  private static func beginsWithDay(_ text: String) -> Bool {
    guard let match = text.prefixMatch(of: /(\d{4})-(\d\d)-(\d\d)/), let year = Int64(match.1),
      let month = Int64(match.2), let day = Int64(match.3), (1...12).contains(month), day > 0
    else { return false }
    let next = month == 12 ? days(year: year + 1, month: 1, day: 1) : days(year: year, month: month + 1, day: 1)
    return day <= next - days(year: year, month: month, day: 1)
  }

  /// The moment at which the zone's clock shows this; an hour that a change of the clock leaves out counts as the next.
  private func inZone(_ shown: Int64) -> Timestamp {
    func offset(at milliseconds: Int64) -> Int64 {
      let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      return Int64(zone?.secondsFromGMT(for: date) ?? 0) * 1000
    }
    return Timestamp(milliseconds: shown - offset(at: shown - offset(at: shown)))
  }

  /// Days since 1970-01-01 (https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
