import Storage

/// A field that two people changed differently at once.
package struct ActivityConflict: Equatable, Sendable {
  package let field: ActivityField
  /// What the later one wants, and what the earlier one saved; as ``Activity/text(of:)`` gives values.
  package let mine: String
  package let theirs: String
  /// Who saved theirs, and when; nil where it cannot be told.
  package var by: Reference?
  package var at: Timestamp?
  /// Whether the later one's value can still be saved.
  package let canKeepMine: Bool
}

/// What remains to be saved of a change whose editor did not see the newest.
struct ActivityMerge {
  private(set) var change: ActivityChange
  private(set) var conflicts: [ActivityConflict] = []

  init(_ change: ActivityChange, onto activity: Activity) {
    self.change = change
    for field in ActivityField.allCases {
      guard let mine = change.text(of: field), let seen = change.seen[field] else { continue }
      let now = activity.text(of: field)
      if mine == now || ActivityField.print(of: mine) == seen {
        self.change.leave(field)
      } else if ActivityField.print(of: now) != seen {
        let canKeep = field != .status || change.status.map { activity.allows($0) } ?? false
        conflicts.append(ActivityConflict(field: field, mine: mine, theirs: now, canKeepMine: canKeep))
      }
    }
  }
}

extension SQLConnection {
  /// The same conflicts with who saved the other value and when, as far as the newest history tells.
  func attribute(_ conflicts: [ActivityConflict], of activity: Activity) throws -> [ActivityConflict] {
    let rows = try rows(
      """
      SELECT h.what AS what, h.at AS at, h.by_id AS by_id, o.name AS by_name, h.detail AS detail
      FROM history h LEFT JOIN operators o ON o.id = h.by_id
      WHERE h.activity_id = $1 ORDER BY h.position DESC LIMIT 100
      """,
      [.text(activity.id)])
    return try conflicts.map { conflict in
      var conflict = conflict
      for row in rows {
        guard let what = HistoryEntry.What(rawValue: try row.text("what")),
          what.changes(conflict.field, detail: try row.text("detail"))
        else { continue }
        conflict.by = try row.reference("by")
        conflict.at = try row.time("at")
        break
      }
      return conflict
    }
  }
}

extension HistoryEntry.What {
  fileprivate func changes(_ field: ActivityField, detail: String) -> Bool {
    switch self {
    case .edited: detail.split(separator: ",").contains { $0 == field.rawValue }
    case .completed, .canceled: [.status, .result, .resultDetails, .notes].contains(field)
    case .answeredElsewhere, .reopened: field == .status || field == .result
    case .accepted, .givenBack, .takenBack, .reassigned: field == .status
    case .remindedOwner: field == .reminder
    default: false
    }
  }
}
