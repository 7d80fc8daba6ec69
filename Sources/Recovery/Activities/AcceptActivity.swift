import Storage

/// What became of somebody's wish to take an Activity.
package enum AcceptOutcome: Equatable, Sendable {
  /// It is theirs, now or already before.
  case accepted(Activity)
  case alreadyTaken(by: Reference, at: Timestamp)
  /// Only the designated owner may take it.
  case notYours(designated: Reference)
  case closed(ActivityStatus)
  /// There is none, or it is not theirs to see.
  case missing
}

extension Recovery {
  /// Takes a not started Activity. Of any number at once exactly one wins: the condition is in the UPDATE itself.
  package func accept(_ id: String, by acceptor: Operator) async throws -> AcceptOutcome {
    let now = time.now()
    return try await database.write { connection in
      if let activity = try connection.claim(id, for: acceptor, at: now) { return .accepted(activity) }
      return try connection.refusal(of: id, to: acceptor)
    }
  }
}

extension SQLConnection {
  /// Makes the acceptor the owner, where the Activity is not started and theirs to take, and records it.
  ///
  /// - Returns: the Activity as it is now, or nil where somebody else was first or it is not theirs.
  func claim(_ id: String, for acceptor: Operator, at now: Timestamp) throws -> Activity? {
    let claimed = try row(
      """
      UPDATE activities SET status = 'in_progress', owner_id = $2, accepted_by = $2, accepted_at = $3,
        acceptance_number = acceptance_number + 1, updated_at = $3, version = version + 1
      WHERE id = $1 AND status = 'not_started' AND (designated_id = $2 OR (designated_id IS NULL AND ($4 = 1 OR EXISTS (
        SELECT 1 FROM queue_members WHERE queue_id = activities.queue_id AND operator_id = $2))))
      \(returningActivity)
      """,
      [.text(id), .text(acceptor.id), .time(now), .integer(acceptor.seesEverything ? 1 : 0)])
    guard let activity = try claimed.map(Activity.init(row:)) else { return nil }
    try record(.accepted, at: now, chat: activity.chatID, activity: id, by: acceptor.id)
    return activity
  }

  /// Why it could not be claimed. Whoever has it already is told so again.
  fileprivate func refusal(of id: String, to acceptor: Operator) throws -> AcceptOutcome {
    guard let activity = try activity(id, visibleTo: acceptor) else { return .missing }
    switch activity.status {
    case .completed, .canceled: return .closed(activity.status)
    case .notStarted: return activity.owner.map { .notYours(designated: $0) } ?? .missing
    case .inProgress:
      guard let acceptance = activity.acceptance else { return .missing }
      if acceptance.by.id == acceptor.id { return .accepted(activity) }
      return .alreadyTaken(by: acceptance.by, at: acceptance.at)
    }
  }
}
