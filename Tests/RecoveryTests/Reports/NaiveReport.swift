import Foundation
import Storage

@testable import Recovery

/// Reports computed as simply as can be: the whole history in memory, every case looked at, exact spans.
struct NaiveReport {
  struct Case {
    let at: Timestamp
    let queue: String?
    let channel: String
    let person: String?
    let reason: MissedReason
    let hasActivity: Bool
    let isTaken: Bool
    let pickUp: Duration?
    let reply: Duration?
  }

  let cases: [Case]

  init(_ desk: Recovery) async throws {
    let entries = try await desk.history(after: 0, limit: 1_000_000)
    let directory = try await desk.directory()
    var cases: [Case] = []
    for (chatID, entries) in Dictionary(grouping: entries.filter { $0.chatID != nil }, by: { $0.chatID ?? "" }) {
      let row = try await desk.database.read { connection in
        try connection.row("SELECT queue_id, channel_id FROM chats WHERE id = $1", [.text(chatID)])
      }
      let channel = try row?.text("channel_id") ?? ""
      let isWeb = directory.channel(id: channel)?.kind == .web
      let ordered = entries.sorted { $0.position < $1.position }
      var index = 0
      while let start = ordered[index...].firstIndex(where: { $0.what == .missed }) {
        let rest = ordered[(start + 1)...]
        let end = Self.end(of: rest, isWeb)
        let own = rest.prefix { $0.position <= end }
        // What was settled by then, and what came of it until the next miss.
        let until = own.endIndex
        let more = rest[until...].prefix { $0.what != .missed }
        let recovery = Self.recovery(in: Array(own) + Array(more), isWeb)
        let before = (Array(own) + Array(more)).filter { entry in recovery.map { entry.at <= $0.at } ?? true }
        let holder = Self.holder(after: ordered[..<start], own: before)
        let missed = ordered[start]
        let isSilent = before.contains { $0.what == .takenBack }
        cases.append(
          Case(
            at: missed.at, queue: try row?.optionalText("queue_id"), channel: channel,
            person: recovery.flatMap(\.by) ?? holder?.by?.id,
            reason: isSilent ? .operatorSilent : MissedReason(rawValue: missed.detail) ?? .noAnswer,
            hasActivity: (own + more).contains { $0.what == .opened || $0.what == .folded }, isTaken: holder != nil,
            pickUp: holder.flatMap { $0.position > missed.position ? $0.at - missed.at : nil },
            reply: recovery.map { $0.at - missed.at }))
        index = until + more.count
        guard index < ordered.endIndex else { break }
      }
    }
    self.cases = cases
  }

  /// The position at which the next miss is a case of its own.
  private static func end(of rest: ArraySlice<HistoryEntry>, _ isWeb: Bool) -> Int64 {
    let recovered = recovery(in: Array(rest), isWeb)?.position ?? .max
    let closed = rest.first { $0.what == .completed || $0.what == .canceled }?.position ?? .max
    return min(recovered, closed)
  }

  private static func recovery(
    in entries: [HistoryEntry], _ isWeb: Bool
  ) -> (at: Timestamp, by: String?, position: Int64)? {
    for (index, entry) in entries.enumerated() {
      if entry.what == .answeredElsewhere { return (entry.at, nil, entry.position) }
      guard entry.what == .delivered || (entry.what == .sent && !isWeb) else { continue }
      let reply = entries[..<index].first { $0.what == .replied && $0.messageID == entry.messageID }
      if let reply { return (entry.at, reply.by?.id, entry.position) }
    }
    return nil
  }

  /// The acceptance by which somebody has the case: the last step of the case says so, or, where it has none and was
  /// folded into an Activity, the last step before.
  private static func holder(after earlier: ArraySlice<HistoryEntry>, own: [HistoryEntry]) -> HistoryEntry? {
    let steps: Set<HistoryEntry.What> = [.accepted, .givenBack, .takenBack, .reassigned]
    var last = own.last { steps.contains($0.what) }
    if last == nil, own.contains(where: { $0.what == .folded }) {
      last = earlier.last { steps.contains($0.what) || $0.what == .completed || $0.what == .canceled }
    }
    return last?.what == .accepted ? last : nil
  }
}

extension NaiveReport {
  /// The cases of some local days, by a calendar.
  func cases(from first: String, to last: String, in zone: TimeZone) -> [Case] {
    cases.filter { (first...last).contains(Self.day(of: $0.at, zone)) }
  }

  static func day(of moment: Timestamp, _ zone: TimeZone) -> String {
    let parts = components(moment, zone)
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  static func hour(of moment: Timestamp, _ zone: TimeZone) -> Int { components(moment, zone).hour ?? -1 }

  private static func components(_ moment: Timestamp, _ zone: TimeZone) -> DateComponents {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
    return calendar.dateComponents([.year, .month, .day, .hour], from: date)
  }

  /// The exact span that so many of all do not exceed.
  static func percentile(_ spans: [Duration], _ share: Double) -> Duration? {
    guard !spans.isEmpty else { return nil }
    return spans.sorted()[max(1, Int((share * Double(spans.count)).rounded(.up))) - 1]
  }
}
