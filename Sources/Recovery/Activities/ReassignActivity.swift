import Storage

package enum ReassignOutcome: Equatable, Sendable {
  case reassigned(Activity)
  /// Only supervisors reassign.
  case forbidden
  case noSuchOperator
  /// Somebody else has it than the supervisor saw.
  case heldBy(Reference, at: Timestamp)
  case closed(ActivityStatus)
  case missing
}

extension Recovery {
  /// Designates an open Activity to one operator, who alone may then accept it.
  ///
  /// - Parameters:
  ///   - operatorID: nil for everybody in its queue.
  ///   - seen: who had it when the supervisor decided, so that nobody loses it unseen who has got it since; nil to take it
  ///     from whoever has it. What nobody has any more is given in any case.
  package func reassign(
    _ id: String, to operatorID: String?, seen: ActivityFilter.Owner? = nil, by supervisor: Operator
  ) async throws -> ReassignOutcome {
    guard supervisor.seesEverything else { return .forbidden }
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      guard let name = try connection.holder(operatorID, of: id) else { return .noSuchOperator }
      let former = try connection.row("SELECT owner_id FROM activities WHERE id = $1\(lock)", [.text(id)])?
        .optionalText("owner_id")
      let row = try connection.row(
        """
        UPDATE activities SET status = 'not_started', designated_id = $2, owner_id = $2, accepted_by = NULL,
          accepted_at = NULL, declined_by_all_at = NULL, updated_at = $3, version = version + 1
        WHERE id = $1 AND status IN ('not_started', 'in_progress')
          AND (cast($4 as text) IS NULL OR owner_id IS NULL OR owner_id = $4)
        RETURNING chat_id
        """,
        [.text(id), .optional(operatorID), .time(now), .optional(seen?.id)])
      if let chat = try row?.text("chat_id") {
        try connection.execute("DELETE FROM notification_marks WHERE activity_id = $1", [.text(id)])
        try connection.watch(id, at: now)
        try connection.record(.reassigned, at: now, chat: chat, activity: id, by: supervisor.id, detail: name)
        let losers = [former].compactMap(\.self).filter { $0 != operatorID && $0 != supervisor.id }
        try connection.tell(.reassigned, to: losers, at: now, activity: id, queue: nil, detail: name)
      }
      guard let activity = try connection.activity(id) else { return .missing }
      if row != nil { return .reassigned(activity) }
      guard activity.status.isOpen, let holder = activity.owner else { return .closed(activity.status) }
      return .heldBy(holder, at: activity.acceptance?.at ?? activity.updatedAt)
    }
  }
}

extension ActivityFilter.Owner {
  /// The person's id; empty for nobody.
  fileprivate var id: String {
    switch self {
    case .nobody: ""
    case .person(let id): id
    }
  }
}

extension SQLConnection {
  /// The name of the operator, or of the Activity's queue where it is to be everybody's.
  ///
  /// - Returns: nil where there is no such operator.
  fileprivate func holder(_ operatorID: String?, of activityID: String) throws -> String? {
    guard let operatorID else { return try activity(activityID)?.queue?.name ?? "" }
    return try row(
      "SELECT name FROM operators WHERE id = $1 AND disabled_at IS NULL", [.text(operatorID)])?.text("name")
  }
}
