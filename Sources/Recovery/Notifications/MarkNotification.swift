import Storage

extension Recovery {
  /// How long a notification may be put off, in minutes: up to a week.
  package static let postponements = 1...10_080

  /// The operator has looked at it.
  ///
  /// - Returns: false where it does not concern them.
  package func read(notification id: String, by reader: Operator) async throws -> Bool {
    guard try await notification(id, for: reader) != nil else { return false }
    let now = time.now()
    try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO notification_marks (activity_id, operator_id, read_at, reason) VALUES ($1, $2, $3, '')
        ON CONFLICT (activity_id, operator_id) DO UPDATE SET read_at = coalesce(notification_marks.read_at, $3)
        """,
        [.text(id), .text(reader.id), .time(now)])
    }
    return true
  }

  /// Hides it from the operator for a while.
  ///
  /// - Parameter minutes: one of ``postponements``.
  /// - Returns: false where it does not concern them.
  /// - Throws: ``InvalidInput`` where the minutes are out of range.
  package func postpone(notification id: String, by minutes: Int, by postponer: Operator) async throws -> Bool {
    guard Self.postponements.contains(minutes) else {
      throw InvalidInput(field: "minutes", message: "Between 1 minute and 7 days (10080 minutes).")
    }
    guard let activity = try await notification(id, for: postponer)?.activity else { return false }
    let now = time.now()
    let until = now + .seconds(60 * minutes)
    try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO notification_marks (activity_id, operator_id, postponed_until, reason) VALUES ($1, $2, $3, '')
        ON CONFLICT (activity_id, operator_id) DO UPDATE SET postponed_until = $3
        """,
        [.text(id), .text(postponer.id), .time(until)])
      try connection.record(
        .postponed, at: now, chat: activity.chatID, activity: id, by: postponer.id, detail: "\(minutes)")
    }
    return true
  }

  /// Brings back what was put off until now.
  ///
  /// - Returns: when the next one comes back; nil where none is put off.
  package func bringBackPostponed() async throws -> Timestamp? {
    let now = time.now()
    let next = try await database.read { connection in
      try connection.row(
        "SELECT min(postponed_until) AS next FROM notification_marks WHERE postponed_until IS NOT NULL")?
        .optionalTime("next")
    }
    guard let next, next <= now else { return next }
    try await database.write { connection in
      let rows = try connection.rows(
        """
        UPDATE notification_marks SET postponed_until = NULL, read_at = NULL WHERE postponed_until <= $1
        RETURNING activity_id, operator_id
        """,
        [.time(now)])
      for row in rows {
        let id = try row.text("activity_id")
        guard try connection.activity(id)?.status == .notStarted else { continue }
        try connection.record(.reminded, at: now, chat: nil, activity: id, by: try row.text("operator_id"))
      }
    }
    return now
  }
}
