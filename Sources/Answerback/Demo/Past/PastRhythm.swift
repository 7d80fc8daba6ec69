import Foundation
import Recovery

/// When customers write: more on weekdays and at noon, some at night, twice as much on the days of a sale.
struct PastRhythm {
  /// When somebody is at the desk.
  let hours: WorkingHours
  private let calendar: Calendar

  static let zone = "Europe/Kyiv"

  /// How likely an hour is compared with others, from midnight.
  private static let hourly = [
    2, 1, 1, 0, 0, 1, 2, 5, 9, 22, 34, 36, 32, 27, 30, 33, 30, 26, 22, 17, 14, 11, 8, 4,
  ]
  /// How many write on a day, Monday first.
  private static let daily = [19, 17, 16, 17, 20, 9, 5]
  private static let day: Duration = .seconds(24 * 60 * 60)

  /// - Throws: `InvalidInput` where the system does not know the zone.
  init() throws {
    hours = try WorkingHours(zone: Self.zone, spans: ["mon-fri": "09:00-20:00", "sat": "10:00-17:00"])
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: Self.zone) ?? .gmt
    self.calendar = calendar
  }

  /// The moments at which somebody writes for the first time, in their order.
  func arrivals(from start: Timestamp, to end: Timestamp, _ random: inout SeededRandom) -> [Timestamp] {
    var arrivals: [Timestamp] = []
    var midnight = startOfDay(start)
    var number = 0
    while midnight < end {
      arrivals += self.arrivals(onDayAt: midnight, number, &random)
      // Twice in a year a day is an hour longer or shorter.
      midnight = startOfDay(midnight + Self.day + .seconds(2 * 60 * 60))
      number += 1
    }
    return arrivals.filter { $0 >= start && $0 < end }.sorted()
  }

  /// The moment itself while somebody is at the desk, else when they come again.
  func staffed(from moment: Timestamp) -> Timestamp {
    let quarter: Int64 = 15 * 60 * 1000
    var next = moment
    for _ in 0..<(4 * 24 * 4) where !hours.isOpen(at: next) {
      next = Timestamp(milliseconds: (next.milliseconds / quarter + 1) * quarter)
    }
    return next
  }

  private func arrivals(
    onDayAt midnight: Timestamp, _ number: Int, _ random: inout SeededRandom
  ) -> [Timestamp] {
    let weekday = calendar.component(.weekday, from: Self.date(midnight))
    // The shop grows by a third in eight weeks, and holds a sale on two days of the sixth.
    let usual = Self.daily[(weekday + 5) % 7] * (100 + number * 33 / 56) / 100
    let count = (37...38).contains(number) ? usual * 2 : Int.random(in: usual - 3...usual + 3, using: &random)
    let hours = Self.hourly.enumerated().map { (value: $0.offset, weight: $0.element) }
    return (0..<max(0, count)).map { _ in
      midnight + .seconds(random.pick(hours) * 3600 + Int.random(in: 0..<3600, using: &random))
    }
  }

  private func startOfDay(_ moment: Timestamp) -> Timestamp {
    let date = calendar.startOfDay(for: Self.date(moment))
    return Timestamp(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
  }

  private static func date(_ moment: Timestamp) -> Date {
    Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
  }
}
