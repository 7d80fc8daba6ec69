import Storage

extension Recovery {
  /// How long a notification may be put off, in minutes: up to a week.
  package static let postponements = 1...10_080

  /// How many are put off, or brought back, in one transaction.
  private static let postponedAtOnce = 500

  /// Hides a notification from the operator for a while.
  ///
  /// - Parameter minutes: one of ``postponements``.
  /// - Returns: false where it does not concern them.
  /// - Throws: ``InvalidInput`` where the minutes are out of range.
  package func postpone(notification id: String, by minutes: Int, by postponer: Operator) async throws -> Bool {
    try Self.check(minutes)
    guard try await notification(id, for: postponer) != nil else { return false }
    let now = time.now()
    try await database.write { try $0.postpone([id], by: minutes, for: postponer.id, at: now) }
    return true
  }

  /// Hides all that waits for the operator for a while.
  ///
  /// - Parameter minutes: one of ``postponements``.
  /// - Returns: how many that were; 10,000 at most, the newest first.
  /// - Throws: ``InvalidInput`` where the minutes are out of range.
  package func postponeNotifications(by minutes: Int, by postponer: Operator) async throws -> Int {
    try Self.check(minutes)
    let now = time.now()
    var count = 0
    while count < 10_000 {
      let postponed = try await database.write { connection in
        let ids = try connection.openNotifications(of: postponer, limit: Self.postponedAtOnce, now)
        try connection.postpone(ids, by: minutes, for: postponer.id, at: now)
        return ids.count
      }
      count += postponed
      if postponed < Self.postponedAtOnce { break }
    }
    return count
  }

  private static func check(_ minutes: Int) throws(InvalidInput) {
    guard postponements.contains(minutes) else {
      throw InvalidInput(field: "minutes", message: "Between 1 minute and 7 days (10080 minutes).")
    }
  }

  /// Brings back what was put off until now, some of it where it is much.
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
    try await database.write { try $0.bringBack(at: now, limit: Self.postponedAtOnce) }
    return now
  }
}

extension SQLConnection {
  fileprivate func postpone(_ ids: [String], by minutes: Int, for operatorID: String, at now: Timestamp) throws {
    for id in ids {
      try execute(
        """
        INSERT INTO notification_marks (activity_id, operator_id, postponed_until, reason) VALUES ($1, $2, $3, '')
        ON CONFLICT (activity_id, operator_id) DO UPDATE SET postponed_until = $3
        """,
        [.text(id), .text(operatorID), .time(now + .seconds(60 * minutes))])
      try record(.postponed, at: now, chat: nil, activity: id, by: operatorID, detail: "\(minutes)")
    }
  }

  fileprivate func bringBack(at now: Timestamp, limit: Int) throws {
    let rows = try rows(
      """
      UPDATE notification_marks SET postponed_until = NULL, read_at = NULL
      WHERE postponed_until <= $1 AND (activity_id, operator_id) IN (
        SELECT activity_id, operator_id FROM notification_marks WHERE postponed_until <= $1
        ORDER BY postponed_until LIMIT $2)
      RETURNING activity_id, operator_id
      """,
      [.time(now), .integer(Int64(limit))])
    for row in rows {
      let id = try row.text("activity_id")
      guard try activity(id)?.status == .notStarted else { continue }
      try record(.reminded, at: now, chat: nil, activity: id, by: try row.text("operator_id"))
    }
  }
}
