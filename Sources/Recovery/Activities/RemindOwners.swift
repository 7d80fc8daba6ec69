import Storage

extension Recovery {
  /// How many reminders one transaction takes.
  static let remindersAtOnce: Int64 = 200

  /// Tells the owners of Activities whose reminder is due; where nobody owns one by then, whoever set the reminder.
  ///
  /// - Returns: when the next reminder is due; nil where there is none.
  package func remindOwners() async throws -> Timestamp? {
    let now = time.now()
    let next = try await database.read { connection in
      try connection.row("SELECT min(remind_at) AS next FROM activities WHERE remind_at IS NOT NULL")?
        .optionalTime("next")
    }
    guard let next, next <= now else { return next }
    try await database.write { connection in
      let due = try connection.rows(
        """
        UPDATE activities SET remind_at = NULL, updated_at = $1, version = version + 1
        WHERE remind_at <= $1 AND id IN (
          SELECT id FROM activities WHERE remind_at <= $1 ORDER BY remind_at LIMIT $2)
        RETURNING id, chat_id, queue_id, closed_at, coalesce(owner_id, remind_by) AS told
        """,
        [.time(now), .integer(Self.remindersAtOnce)])
      for row in due { try connection.remind(row, at: now) }
    }
    return now
  }
}

extension SQLConnection {
  /// Sets or takes away an open Activity's reminder, in the transaction that changes its version. Of a closed one nobody is
  /// reminded.
  func remind(_ reminder: ActivityChange.Reminder, of id: String, wantedBy person: Operator) throws {
    let moment: Timestamp? = if case .at(let moment) = reminder { moment } else { nil }
    try execute(
      "UPDATE activities SET remind_at = $2, remind_by = $3 WHERE id = $1 AND closed_at IS NULL",
      [.text(id), .time(moment), .text(person.id)])
  }

  fileprivate func remind(_ row: SQLRow, at now: Timestamp) throws {
    let id = try row.text("id")
    guard try row.optionalTime("closed_at") == nil, let told = try row.optionalText("told") else { return }
    try tell(.reminder, to: [told], at: now, activity: id, queue: try row.optionalText("queue_id"), detail: "")
    try record(.remindedOwner, at: now, chat: try row.text("chat_id"), activity: id, by: told)
  }
}
