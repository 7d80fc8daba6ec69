import Storage

/// When an Activity is looked at next, because its queue's times may be over then.
struct Deadline: Sendable {
  let activityID: String
  /// Since when it is offered to those who may take it, or whoever took it is to reply; ahead while the queue is closed.
  let offeredAt: Timestamp
  /// When the supervisors were told that nobody took it.
  let escalatedAt: Timestamp?

  /// The same with a time that begins at another moment.
  func offered(at moment: Timestamp) -> Deadline {
    Deadline(activityID: activityID, offeredAt: moment, escalatedAt: escalatedAt)
  }
}

extension Deadline {
  init(row: SQLRow) throws {
    self.init(
      activityID: try row.text("activity_id"), offeredAt: try row.time("offered_at"),
      escalatedAt: try row.optionalTime("escalated_at"))
  }
}

/// The queue's patience in SQL: the smaller of its two times, or the only one.
private let patience =
  "CASE WHEN q.reply_within IS NULL OR q.escalate_after < q.reply_within THEN q.escalate_after ELSE q.reply_within END"

extension SQLConnection {
  /// Begins to watch an Activity that is offered now, where its queue has times.
  func watch(_ activityID: String, at now: Timestamp) throws {
    try execute(
      """
      INSERT INTO deadlines (activity_id, offered_at, due_at)
      SELECT a.id, cast($2 as bigint), cast($2 as bigint) + \(patience)
      FROM activities a JOIN queues q ON q.id = a.queue_id
      WHERE a.id = $1 AND (q.escalate_after IS NOT NULL OR q.reply_within IS NOT NULL)
      ON CONFLICT (activity_id) DO UPDATE SET offered_at = excluded.offered_at, due_at = excluded.due_at,
        escalated_at = NULL
      """,
      [.text(activityID), .time(now)])
  }

  /// Lets the time to reply begin anew, because the customer was missed again; not where it has begun since they wait, so
  /// that whoever writes on and on does not put its end off.
  func watchReply(of activityID: String, waitingSince: Timestamp, at now: Timestamp) throws {
    try execute(
      """
      INSERT INTO deadlines (activity_id, offered_at, due_at)
      SELECT a.id, cast($2 as bigint), cast($2 as bigint) + q.reply_within
      FROM activities a JOIN queues q ON q.id = a.queue_id
      WHERE a.id = $1 AND a.accepted_at <= $3 AND q.reply_within IS NOT NULL
      ON CONFLICT (activity_id) DO UPDATE SET offered_at = excluded.offered_at, due_at = excluded.due_at
      WHERE deadlines.offered_at <= $3
      """,
      [.text(activityID), .time(now), .time(waitingSince)])
  }

  /// Sets a queue's times. Its open Activities are looked at soon, where times or hours are others now.
  func set(_ times: QueueTimes, ofQueue queueID: String, at now: Timestamp, areHoursNew: Bool) throws {
    let changed = try execute(
      """
      UPDATE queues SET escalate_after = $2, reply_within = $3
      WHERE id = $1 AND (coalesce(escalate_after, 0) <> coalesce(cast($2 as bigint), 0)
        OR coalesce(reply_within, 0) <> coalesce(cast($3 as bigint), 0))
      """,
      [
        .text(queueID), .optional(times.escalateAfter?.wholeMilliseconds),
        .optional(times.replyWithin?.wholeMilliseconds),
      ])
    if changed > 0 {
      try watchAll(ofQueue: queueID, at: now)
    } else if areHoursNew {
      try lookAgain(atQueue: queueID, at: now)
    }
  }

  private func lookAgain(atQueue queueID: String, at now: Timestamp) throws {
    try execute(
      """
      UPDATE deadlines SET due_at = $2
      WHERE activity_id IN (SELECT id FROM activities WHERE queue_id = $1 AND closed_at IS NULL)
      """,
      [.text(queueID), .time(now)])
  }

  private func watchAll(ofQueue queueID: String, at now: Timestamp) throws {
    try execute(
      """
      INSERT INTO deadlines (activity_id, offered_at, due_at)
      SELECT a.id, cast($2 as bigint), cast($2 as bigint)
      FROM activities a JOIN queues q ON q.id = a.queue_id
      WHERE a.queue_id = $1 AND a.closed_at IS NULL AND (q.escalate_after IS NOT NULL OR q.reply_within IS NOT NULL)
      ON CONFLICT (activity_id) DO UPDATE SET due_at = excluded.due_at
      """,
      [.text(queueID), .time(now)])
  }

  /// The Activities that are to be looked at now.
  func dueDeadlines(at now: Timestamp, limit: Int) throws -> [String] {
    try rows(
      "SELECT activity_id FROM deadlines WHERE due_at <= $1 ORDER BY due_at LIMIT $2",
      [.time(now), .integer(Int64(limit))]
    ).map { try $0.text("activity_id") }
  }

  /// The deadline of one Activity; nil where it is not to be looked at now.
  ///
  /// - Parameter lock: the engine's `lockingSuffix`.
  func dueDeadline(of activityID: String, at now: Timestamp, _ lock: String) throws -> Deadline? {
    try row(
      "SELECT activity_id, offered_at, escalated_at FROM deadlines WHERE activity_id = $1 AND due_at <= $2\(lock)",
      [.text(activityID), .time(now)]
    ).map(Deadline.init(row:))
  }

  /// When the next Activity is to be looked at.
  func nextDeadline() throws -> Timestamp? {
    try row("SELECT min(due_at) AS due FROM deadlines")?.optionalTime("due")
  }

  /// Notes when the Activity is looked at again; never again where there is nothing to wait for.
  ///
  /// - Parameter now: only what was due then is changed, so that what began anew meanwhile stays.
  func settle(_ deadline: Deadline, next: Timestamp?, at now: Timestamp) throws {
    let place: [SQLValue] = [.text(deadline.activityID), .time(now)]
    guard let next else {
      try execute("DELETE FROM deadlines WHERE activity_id = $1 AND due_at <= $2", place)
      return
    }
    try execute(
      """
      UPDATE deadlines SET due_at = $3, offered_at = $4, escalated_at = $5 WHERE activity_id = $1 AND due_at <= $2
      """,
      place + [.time(next), .time(deadline.offeredAt), .time(deadline.escalatedAt)])
  }
}
