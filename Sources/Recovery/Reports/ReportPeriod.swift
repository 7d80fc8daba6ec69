import Foundation

/// The days that a report is about.
package enum ReportPeriod: Hashable, Sendable {
  case today, yesterday
  /// So many days, today the last of them.
  case lastDays(Int64)
  /// Both days are part of it.
  case from(CivilDay, to: CivilDay)

  /// The longest period in days.
  package static let longest: Int64 = 366

  /// The first and the last day.
  package func days(today: CivilDay) -> ClosedRange<CivilDay> {
    switch self {
    case .today: today...today
    case .yesterday: today + -1...today + -1
    case .lastDays(let count): today + -(min(max(count, 1), Self.longest) - 1)...today
    case .from(let first, let last): first...min(max(first, last), first + (Self.longest - 1))
    }
  }
}

/// Local time in one time zone during some days: which day and which hour it is at a moment. Offsets change only with the
/// seasons, so there are few of them.
struct LocalTime: Sendable {
  /// From the first moment of the first day to the last moment of the last one.
  let span: Range<Timestamp>
  let days: ClosedRange<CivilDay>
  /// Where each offset begins, in milliseconds since 1970, and what it adds to UTC; ascending.
  private let offsets: [(start: Int64, offset: Int64)]

  init(_ period: ReportPeriod, zone: TimeZone, now: Timestamp) {
    days = period.days(today: Self.day(of: now, zone))
    let start = Self.start(of: days.lowerBound, zone)
    span = start..<max(start, Self.start(of: days.upperBound + 1, zone))
    var offsets = [(start: start.milliseconds, offset: Self.offset(at: start, zone))]
    var moment = start.date
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < span.upperBound.date {
      offsets.append((start: Timestamp(next).milliseconds, offset: Self.offset(at: Timestamp(next), zone)))
      moment = next
    }
    self.offsets = offsets
  }

  /// - Parameter moment: within the span.
  func day(of moment: Int64) -> CivilDay { CivilDay(number: local(moment).quotient(Self.dayLength)) }

  /// The hour of the day, 0 to 23.
  func hour(of moment: Int64) -> Int { Int(local(moment).modulo(Self.dayLength) / Self.hourLength) }

  private func local(_ moment: Int64) -> Int64 {
    moment + (offsets.last { $0.start <= moment }?.offset ?? offsets[0].offset)
  }

  private static let dayLength: Int64 = 86_400_000
  private static let hourLength: Int64 = 3_600_000

  static func day(of moment: Timestamp, _ zone: TimeZone) -> CivilDay {
    CivilDay(number: (moment.milliseconds + offset(at: moment, zone)).quotient(dayLength))
  }

  /// The first moment of a day, which is not midnight where the clock is put forward then.
  private static func start(of day: CivilDay, _ zone: TimeZone) -> Timestamp {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let noon = Timestamp(milliseconds: day.number * dayLength + dayLength / 2)
    return Timestamp(calendar.startOfDay(for: (noon - .milliseconds(offset(at: noon, zone))).date))
  }

  private static func offset(at moment: Timestamp, _ zone: TimeZone) -> Int64 {
    Int64(zone.secondsFromGMT(for: moment.date)) * 1000
  }
}

extension Timestamp {
  fileprivate init(_ date: Date) { self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded())) }

  fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
