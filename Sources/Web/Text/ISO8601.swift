import Recovery

extension Timestamp {
  /// As `2026-11-22T20:00:00.000Z`. Computed with whole numbers: Foundation's formatters round milliseconds down wrongly.
  package var iso8601: String {
    let date = CivilDate(milliseconds: milliseconds)
    return String(unsafeUninitializedCapacity: 24) { buffer in
      var position = 0
      func put(_ number: Int, _ digits: Int, _ end: Unicode.Scalar) {
        var rest = number
        for index in (0..<digits).reversed() {
          buffer[position + index] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
        buffer[position + digits] = UInt8(ascii: end)
        position += digits + 1
      }
      put(date.year, 4, "-")
      put(date.month, 2, "-")
      put(date.day, 2, "T")
      put(date.hour, 2, ":")
      put(date.minute, 2, ":")
      put(date.second, 2, ".")
      put(date.millisecond, 3, "Z")
      return position
    }
  }
}

/// A moment taken apart by the Gregorian calendar. Years are kept within 0 to 9999.
struct CivilDate: Equatable {
  let year, month, day, hour, minute, second, millisecond: Int

  init(milliseconds: Int64) {
    let earliest: Int64 = -62_167_219_200_000
    let latest: Int64 = 253_402_300_799_999
    let clamped = min(max(milliseconds, earliest), latest)
    let (days, rest) = clamped.flooredDivision(by: 86_400_000)
    // https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let shifted = days + 719_468
    let era = shifted.flooredDivision(by: 146_097).quotient
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.year = Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))
    self.month = Int(month)
    self.day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    self.hour = Int(rest / 3_600_000)
    self.minute = Int(rest / 60_000 % 60)
    self.second = Int(rest / 1000 % 60)
    self.millisecond = Int(rest % 1000)
  }
}

extension Int64 {
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
