import Foundation
import Recovery
import Synchronization

/// Writes moments as they are read without JavaScript: `4 May 2026, 10:31`.
struct TimeText: Sendable {
  private let language: Language
  let zone: TimeZone?

  /// - Parameter zone: an IANA name; nil for UTC, which is then said.
  init(_ language: Language, zone: String?) {
    self.language = language
    self.zone = zone.flatMap(TimeZones.shared.zone(named:))
  }

  /// The values `iso` and `text` of a template's time.
  func fields(_ moment: Timestamp) -> Fields { ["iso": moment.iso8601, "text": text(moment)] }

  func fields(_ moment: Timestamp?) -> any Sendable { moment.map { fields($0) as any Sendable } ?? false }

  func text(_ moment: Timestamp) -> String {
    let offset = zone.map { $0.secondsFromGMT(for: moment.date) } ?? 0
    let date = CivilDate(milliseconds: moment.milliseconds + Int64(offset) * 1000)
    let minute = date.minute < 10 ? "0\(date.minute)" : "\(date.minute)"
    let text = "\(date.day) \(months[date.month - 1]) \(date.year), \(date.hour):\(minute)"
    return zone == nil ? text + " UTC" : text
  }

  /// As `2026-11-22 20:05` on the clock of the zone, which sorts.
  func sortable(_ moment: Timestamp) -> String {
    let offset = zone.map { $0.secondsFromGMT(for: moment.date) } ?? 0
    return String(Timestamp(milliseconds: moment.milliseconds + Int64(offset) * 1000).iso8601.prefix(16))
      .replacing("T", with: " ")
  }

  /// A day as `18 Nov`.
  func day(_ day: CivilDay) -> String { "\(day.parts.day) \(months[day.parts.month - 1])" }

  private var months: [String] {
    switch language {
    case .english: Self.english
    case .ukrainian: Self.ukrainian
    }
  }

  private static let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let ukrainian = [
    "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада",
    "грудня",
  ]
}

extension Timestamp {
  fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// Time zones by name, looked up once: reading one from the system takes long.
private final class TimeZones: Sendable {
  static let shared = TimeZones()
  private let zones = Mutex<[String: TimeZone]>([:])

  /// The zone, or nil where the system knows none by this name. Only known ones are kept, so that there are few.
  func zone(named name: String) -> TimeZone? {
    zones.withLock { zones in
      if let zone = zones[name] { return zone }
      let zone = TimeZone(identifier: name)
      zones[name] = zone
      return zone
    }
  }
}
