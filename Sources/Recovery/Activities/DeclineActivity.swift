import Storage

package enum DeclineOutcome: Equatable, Sendable {
  case declined
  case alreadyTaken(by: Reference, at: Timestamp)
  case closed(ActivityStatus)
  case missing
}

extension Recovery {
  /// The greatest length of a reason, in characters.
  package static let longestReason = 500

  /// Hides a not started Activity from this operator only. When everybody whom it was offered to has declined, the
  /// supervisors are notified of it.
  ///
  /// - Throws: ``InvalidInput`` where the reason is too long.
  package func decline(_ id: String, reason: String, by decliner: Operator) async throws -> DeclineOutcome {
    guard reason.length <= Self.longestReason else {
      throw InvalidInput(field: "reason", message: "A reason has at most \(Self.longestReason) characters.")
    }
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      // The lock makes of several who decline at once exactly one the last.
      _ = try connection.rows("SELECT id FROM activities WHERE id = $1\(lock)", [.text(id)])
      guard let activity = try connection.activity(id, visibleTo: decliner) else { return .missing }
      guard activity.status.isOpen else { return .closed(activity.status) }
      if let acceptance = activity.acceptance { return .alreadyTaken(by: acceptance.by, at: acceptance.at) }
      if try connection.markDeclined(id, by: decliner.id, reason: reason, at: now) {
        try connection.record(
          .declined, at: now, chat: activity.chatID, activity: id, by: decliner.id, detail: reason)
        if try connection.nobodyIsLeft(for: activity) {
          try connection.markDeclinedByAll(activity, at: now)
        }
      }
      return .declined
    }
  }
}

extension SQLConnection {
  fileprivate func markDeclined(_ id: String, by operatorID: String, reason: String, at now: Timestamp) throws -> Bool {
    try row(
      """
      INSERT INTO notification_marks (activity_id, operator_id, declined_at, reason) VALUES ($1, $2, $3, $4)
      ON CONFLICT (activity_id, operator_id) DO UPDATE SET declined_at = excluded.declined_at, reason = excluded.reason,
        postponed_until = NULL
      WHERE notification_marks.declined_at IS NULL
      RETURNING activity_id
      """,
      [.text(id), .text(operatorID), .time(now), .text(reason)]) != nil
  }

  /// Lets the supervisors see what nobody else wants; once, though they may decline it as well.
  func markDeclinedByAll(_ activity: Activity, at now: Timestamp) throws {
    let marked = try execute(
      "UPDATE activities SET declined_by_all_at = $2 WHERE id = $1 AND declined_by_all_at IS NULL",
      [.text(activity.id), .time(now)])
    guard marked == 1 else { return }
    try record(.declinedByAll, at: now, chat: activity.chatID, activity: activity.id)
    try tell(
      .declinedByAll, to: try supervisorIDs(), at: now, activity: activity.id, queue: activity.queue?.id, detail: "")
  }

  func nobodyIsLeft(for activity: Activity) throws -> Bool {
    let declined = try rows(
      "SELECT operator_id FROM notification_marks WHERE activity_id = $1 AND declined_at IS NOT NULL",
      [.text(activity.id)]
    ).map { try $0.text("operator_id") }
    return Set(try recipients(of: activity)).isSubset(of: declined)
  }
}
