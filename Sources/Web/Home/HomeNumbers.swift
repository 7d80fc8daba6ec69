import Foundation
import Recovery

/// The numbers of the home page, each with the list that shows exactly what it counts.
struct HomeNumbers {
  struct Tile {
    let name: String
    let count: ActivityCount
    let address: String
    /// Whether more than none of it is a reason to hurry.
    var isUrgent = false
  }

  let tiles: [Tile]

  init(_ counts: WorkCounts) {
    let open = FormFields.encode([ActivityStatus.notStarted, .inProgress].map(\.name).joined(separator: ","))
    let notStarted = FormFields.encode(ActivityStatus.notStarted.name)
    tiles = [
      Tile(name: "mine", count: counts.mine, address: "/activities?status=\(open)&owner=me&sort=due"),
      Tile(name: "queued", count: counts.queued, address: "/activities?status=\(notStarted)&owner=none&sort=oldest"),
      Tile(name: "overdue", count: counts.overdue, address: "/activities?left=overdue&sort=due", isUrgent: true),
      Tile(name: "missed", count: counts.missed, address: "/chats?today=missed"),
      Tile(name: "recovered", count: counts.recovered, address: "/chats?today=recovered"),
      Tile(name: "notified", count: counts.notified, address: "/notifications"),
    ]
  }

  func fields(_ wording: Wording) -> [Fields] {
    tiles.map { tile in
      [
        "name": tile.name, "text": wording.text("home.number.\(tile.name)"), "href": tile.address,
        "number": Self.text(tile.count), "some": tile.count.number > 0,
        "urgent": tile.isUrgent,
      ]
    }
  }

  static func text(_ count: ActivityCount) -> String { "\(count.number)\(count.isExact ? "" : "+")" }
}

extension Operator {
  /// When the day began that it is for them.
  func midnight(before moment: Timestamp) -> Timestamp {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
    let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
    return Timestamp(milliseconds: Int64(calendar.startOfDay(for: date).timeIntervalSince1970 * 1000))
  }
}
