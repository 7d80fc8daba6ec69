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
      let returned = try connection.row(
        """
        UPDATE activities SET status = 'not_started', owner_id = designated_id, accepted_by = NULL, accepted_at = NULL,
          updated_at = $3, version = version + 1
        WHERE id = $1 AND status = 'in_progress' AND (owner_id = $2 OR $4 = 1)
        RETURNING chat_id
        """,
        [.text(id), .text(holder.id), .time(now), .integer(holder.seesEverything ? 1 : 0)])
      if let chat = try returned?.text("chat_id") {
        // Whoever declined it before is asked again: it is a new offer.
        try connection.execute(
          "UPDATE notification_marks SET declined_at = NULL, read_at = NULL WHERE activity_id = $1", [.text(id)])
        try connection.record(.givenBack, at: now, chat: chat, activity: id, by: holder.id)
      }
      guard let activity = try connection.activity(id, visibleTo: holder) else { return .missing }
      if returned != nil { return .givenBack(activity) }
      return activity.status.isOpen ? .notHeld : .closed(activity.status)
    }
  }
}
