import Storage

/// What is to be different about an Activity; nil leaves a field as it is.
package struct ActivityChange: Equatable, Sendable {
  /// The version that the editor saw; nil to save over any.
  package var version: Int64?
  package var subject: String?
  package var status: ActivityStatus?
  package var result: String?
  package var notes: String?
  package var dueAt: Timestamp?

  package init() {}
}

package enum EditOutcome: Equatable, Sendable {
  case saved(Activity)
  /// Somebody saved before; this is how it stands now.
  case changedMeanwhile(Activity)
  case illegal(from: ActivityStatus, to: ActivityStatus)
  case heldBy(Reference, at: Timestamp)
  case missing
}

extension Recovery {
  package static let longestSubject = 300

  /// Saves the card. A change of status is made by the verb that makes it elsewhere: accept, give back, complete,
  /// cancel; the fields are saved in the same transaction.
  ///
  /// - Throws: ``InvalidInput`` where a field is empty or too long.
  package func edit(_ id: String, _ change: ActivityChange, by editor: Operator) async throws -> EditOutcome {
    try Self.check(change)
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      _ = try connection.rows("SELECT id FROM activities WHERE id = $1\(lock)", [.text(id)])
      guard let activity = try connection.activity(id, visibleTo: editor) else { return .missing }
      if let version = change.version, version != activity.version { return .changedMeanwhile(activity) }
      if let refusal = try connection.refusal(of: change, on: activity, by: editor) { return refusal }
      try connection.save(change, on: activity, by: editor, at: now)
      return try connection.activity(id).map { .saved($0) } ?? .missing
    }
  }

  private static func check(_ change: ActivityChange) throws {
    try check(result: change.result, notes: change.notes)
    guard let subject = change.subject else { return }
    guard !subject.isEmpty, subject.count <= longestSubject else {
      throw InvalidInput(field: "subject", message: "A subject has 1 to \(longestSubject) characters.")
    }
  }
}

extension ActivityStatus {
  /// Whether a person may set `next` where this one stands.
  package func allows(_ next: ActivityStatus) -> Bool {
    switch (self, next) {
    case (.notStarted, _), (.inProgress, _): true
    case (.completed, .completed), (.canceled, .canceled): true
    case (.completed, _), (.canceled, _): false
    }
  }
}

extension SQLConnection {
  fileprivate func refusal(of change: ActivityChange, on activity: Activity, by editor: Operator) throws -> EditOutcome?
  {
    if let owner = activity.owner, owner.id != editor.id, !editor.seesEverything {
      return .heldBy(owner, at: activity.acceptance?.at ?? activity.createdAt)
    }
    guard let next = change.status, next != activity.status else { return nil }
    let reopens = next == .notStarted && activity.result == Activity.answeredElsewhere
    if activity.status.allows(next) || reopens { return nil }
    return .illegal(from: activity.status, to: next)
  }

  fileprivate func save(
    _ change: ActivityChange, on activity: Activity, by editor: Operator, at now: Timestamp
  ) throws {
    let next = change.status ?? activity.status
    let step = ActivityStep(from: activity.status, to: next)
    try execute(
      """
      UPDATE activities SET status = $2, owner_id = $3, accepted_by = $4, accepted_at = $5, acceptance_number = acceptance_number + $6,
        subject = $7, result = $8, notes = $9, due_at = $10, closed_at = $11, updated_at = $12, version = version + 1
      WHERE id = $1
      """,
      [
        .text(activity.id), .text(next.rawValue), .optional(step.owner(of: activity, editor)),
        .optional(step.acceptor(of: activity, editor)), .time(step.acceptedAt(of: activity, now)),
        .integer(step == .accept ? 1 : 0),
        .text(change.subject ?? activity.subject), .optional(change.result ?? step.result(of: activity)),
        .text(change.notes ?? activity.notes), .time(change.dueAt ?? activity.dueAt),
        .time(next.isOpen ? nil : activity.closedAt ?? now), .time(now),
      ])
    try record(
      step.entry, at: now, chat: activity.chatID, activity: activity.id, by: editor.id,
      detail: change.result ?? "")
  }
}
