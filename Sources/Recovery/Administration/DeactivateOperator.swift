import Storage

package enum ActivationOutcome: Equatable, Sendable {
  case done
  case changedMeanwhile
  /// Nobody would be left who may administer.
  case lastAdministrator
  case missing
}

extension Recovery {
  /// Ends that somebody works here: they can no longer sign in, their sessions and tokens end, they leave their queues, and
  /// what they had taken or what only they might take is offered to the queue again.
  ///
  /// - Parameter version: the one that was read; nil to do it in any case.
  package func deactivate(
    operator id: String, seen version: Int64?, by author: Operator
  ) async throws -> ActivationOutcome {
    try await amend(by: author) { amendment in
      if try amendment.isLastAdministrator(id) { return .lastAdministrator }
      let outcome = try amendment.set(active: false, operator: id, seen: version)
      guard outcome == .done else { return outcome }
      try amendment.connection.execute("DELETE FROM sessions WHERE operator_id = $1", [.text(id)])
      try amendment.connection.refreshMembers()
      try amendment.offerAnewWhatIs(with: id)
      return .done
    }
  }

  /// Lets somebody work here again, with their old password; tokens must be made anew.
  package func activate(
    operator id: String, seen version: Int64?, by author: Operator
  ) async throws -> ActivationOutcome {
    try await amend(by: author) { amendment in
      let outcome = try amendment.set(active: true, operator: id, seen: version)
      try amendment.connection.refreshMembers()
      return outcome
    }
  }
}

extension Amendment {
  /// Whether this is the one administrator who can sign in. The others are locked, so that two do not leave at once.
  func isLastAdministrator(_ id: String) throws -> Bool {
    let administrators = try connection.rows(
      "SELECT id FROM operators WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id\(lock)", []
    ).map { try $0.text("id") }
    return administrators == [id]
  }

  fileprivate func set(active: Bool, operator id: String, seen version: Int64?) throws -> ActivationOutcome {
    let row = try connection.row(
      "SELECT name, version, disabled_at FROM operators WHERE id = $1\(lock)", [.text(id)])
    guard let row else { return .missing }
    guard try version == nil || version == row.integer("version") else { return .changedMeanwhile }
    guard try (row.optionalTime("disabled_at") == nil) != active else { return .done }
    try connection.execute(
      "UPDATE operators SET disabled_at = $2, version = version + 1 WHERE id = $1",
      [.text(id), .time(active ? nil : at)])
    try audit(active ? .activated : .deactivated, .operator, id, named: try row.text("name"))
    return .done
  }

  /// Returns the open Activities of somebody who is gone, a thousand at a time.
  fileprivate func offerAnewWhatIs(with id: String) throws {
    while true {
      let activities = try connection.rows(
        """
        SELECT id FROM activities WHERE owner_id = $1 AND status IN ('not_started', 'in_progress')
        ORDER BY id LIMIT 1000\(lock)
        """,
        [.text(id)]
      ).map { try $0.text("id") }
      for activity in activities { _ = try connection.offerAnew(activity, without: id, at: at, by: by) }
      guard activities.count == 1000 else { return }
    }
  }
}

extension SQLConnection {
  /// Offers to the queue what somebody has who works here no more.
  ///
  /// - Returns: false where they do not have it any more, or work here again.
  func offerAnew(
    _ activity: String, without operatorID: String, at now: Timestamp, by author: String? = nil
  ) throws -> Bool {
    let row = try row(
      """
      UPDATE activities SET status = 'not_started', accepted_by = NULL, accepted_at = NULL,
        designated_id = CASE WHEN designated_id = $2 THEN NULL ELSE designated_id END,
        owner_id = CASE WHEN designated_id = $2 THEN NULL ELSE designated_id END,
        updated_at = $3, version = version + 1
      WHERE id = $1 AND owner_id = $2 AND status IN ('not_started', 'in_progress')
        AND EXISTS (SELECT 1 FROM operators WHERE id = $2 AND disabled_at IS NOT NULL)
      RETURNING chat_id
      """,
      [.text(activity), .text(operatorID), .time(now)])
    guard let row else { return false }
    try offerAnew(activity)
    try watch(activity, at: now)
    try record(.givenBack, at: now, chat: try row.text("chat_id"), activity: activity, by: author)
    return true
  }
}
