import Storage

package enum GiveBackOutcome: Equatable, Sendable {
  case givenBack(Activity)
  /// It is not this operator who holds it.
  case notHeld
  case closed(ActivityStatus)
  case missing
}

extension Recovery {
  /// Returns an accepted Activity to whoever it was offered to before.
  package func giveBack(_ id: String, by holder: Operator) async throws -> GiveBackOutcome {
    let now = time.now()
    return try await database.write { connection in
      let returned = try connection.giveBack(id, by: holder, at: now)
      guard let activity = try connection.activity(id, visibleTo: holder) else { return .missing }
      if returned { return .givenBack(activity) }
      return activity.status.isOpen ? .notHeld : .closed(activity.status)
    }
  }
}

extension SQLConnection {
  /// - Returns: false where the holder does not hold it.
  func giveBack(_ id: String, by holder: Operator, at now: Timestamp) throws -> Bool {
    let row = try row(
      """
      UPDATE activities SET status = 'not_started', owner_id = designated_id, accepted_by = NULL, accepted_at = NULL,
        updated_at = $3, version = version + 1
      WHERE id = $1 AND status = 'in_progress' AND (owner_id = $2 OR $4 = 1)
      RETURNING chat_id
      """,
      [.text(id), .text(holder.id), .time(now), .integer(holder.seesEverything ? 1 : 0)])
    guard let chat = try row?.text("chat_id") else { return false }
    try offerAnew(id)
    try watch(id, at: now)
    try record(.givenBack, at: now, chat: chat, activity: id, by: holder.id)
    return true
  }

  /// Whoever declined it before, or put it off, is asked again: it is a new offer.
  func offerAnew(_ id: String) throws {
    try execute("UPDATE activities SET declined_by_all_at = NULL WHERE id = $1", [.text(id)])
    try execute(
      "UPDATE notification_marks SET declined_at = NULL, read_at = NULL, postponed_until = NULL WHERE activity_id = $1",
      [.text(id)])
  }
}
