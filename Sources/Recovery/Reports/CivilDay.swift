/// A day of the calendar, wherever it is lived.
package struct CivilDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  package let number: Int64

  package init(number: Int64) { self.number = number }

  /// Reads `2026-11-22`; nil where it is no day between the years 1970 and 9999.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }) else {
      return nil
    }
    let numbers = parts.compactMap { Int64(Substring($0)) }
    guard numbers.count == 3, numbers[0] >= 1970, (1...12).contains(numbers[1]), numbers[2] >= 1 else { return nil }
    // https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    let year = numbers[1] <= 2 ? numbers[0] - 1 : numbers[0]
    let (era, month) = (year / 400, (numbers[1] + 9) % 12)
    let yearOfEra = year - era * 400
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + (153 * month + 2) / 5 + numbers[2] - 1
    number = era * 146_097 + dayOfEra - 719_468
    // A day that the month does not have would be one of the next.
    guard self.text == text else { return nil }
  }

  package static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

  package static func + (day: CivilDay, days: Int64) -> CivilDay { CivilDay(number: day.number + days) }

  package static func - (later: CivilDay, earlier: CivilDay) -> Int64 { later.number - earlier.number }

  /// 0 for Monday to 6 for Sunday.
  package var weekday: Int { Int((number + 3).modulo(7)) }

  /// Year, month and day of the month.
  package var parts: (year: Int, month: Int, day: Int) {
    // https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let shifted = number + 719_468
    let era = shifted.quotient(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))
  }

  /// As `2026-11-22`.
  package var text: String {
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    let parts = parts
    return "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
  }
}
