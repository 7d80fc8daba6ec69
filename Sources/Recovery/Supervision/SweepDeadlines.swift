import Storage

extension Recovery {
  /// How many Activities one transaction looks at.
  static let deadlinesAtOnce = 50

  /// When an Activity of a queue that never opens is looked at again.
  private static let closedForGood: Duration = .seconds(24 * 60 * 60)

  /// Tells supervisors of what nobody took in the queue's time, and returns to the queue what was accepted and then left
  /// without a reply. It looks only at what is due, by an index.
  ///
  /// - Returns: when it has to look again; nil where nothing waits.
  package func sweepDeadlines() async throws -> Timestamp? {
    while true {
      let now = time.now()
      let due = try await database.read { try $0.dueDeadlines(at: now, limit: Self.deadlinesAtOnce) }
      guard !due.isEmpty else { return try await database.read { try $0.nextDeadline() } }
      try await look(at: due, now)
    }
  }

  /// In the order of their ids, so that two machines that sweep at once never wait for each other in a circle.
  private func look(at ids: [String], _ now: Timestamp) async throws {
    let lock = database.engine.lockingSuffix
    try await database.write { connection in
      let due = try ids.sorted().compactMap { id in
        // The chat is locked before the Activity, as everywhere; a reply holds it too.
        let activity = try connection.lockedActivity(id, lock)
        // Under the lock: another machine may have looked at it, or its time have begun anew.
        return try connection.dueDeadline(of: id, at: now, lock).map { (activity, $0) }
      }
      // As they are now, not as they are remembered: new hours may be the very reason why these are looked at. Whoever
      // saves others from here on waits for the deadlines, and has them looked at again.
      let queues = try connection.queues()
      for (activity, deadline) in due {
        try self.look(at: activity, deadline, queues.first { $0.id == activity?.queue?.id }, now, connection)
      }
    }
  }

  private func look(
    at activity: Activity?, _ deadline: Deadline, _ queue: Queue?, _ now: Timestamp, _ connection: any SQLConnection
  ) throws {
    var deadline = deadline
    guard let activity, activity.status.isOpen,
      let queue, let patience = queue.times.patience
    else { return try connection.settle(deadline, next: nil, at: now) }
    // While nobody is there, nobody is late; the time begins anew with the hours.
    guard queue.rule.isOpen(at: now) else {
      let opening = queue.rule.opening(from: now)
      return try connection.settle(
        deadline.offered(at: opening ?? now), next: opening.map { $0 + patience } ?? now + Self.closedForGood, at: now)
    }
    // Ahead where the hours were changed meanwhile.
    deadline = deadline.offered(at: min(deadline.offeredAt, now))
    switch activity.status {
    case .notStarted: try escalate(activity, deadline, queue, patience, now, connection)
    default: try takeBack(activity, deadline, queue, now, connection)
    }
  }

  private func escalate(
    _ activity: Activity, _ deadline: Deadline, _ queue: Queue, _ patience: Duration, _ now: Timestamp,
    _ connection: any SQLConnection
  ) throws {
    var deadline = deadline
    var next = queue.times.replyWithin.map { now + $0 }
    if deadline.escalatedAt == nil, let wait = queue.times.escalateAfter {
      let begun = queue.rule.opening(from: deadline.offeredAt) ?? now
      let due = begun + wait
      if due <= now {
        try connection.escalate(activity, after: now - begun, in: queue, at: now)
        deadline = Deadline(activityID: activity.id, offeredAt: deadline.offeredAt, escalatedAt: now)
      } else {
        next = next.map { min($0, due) } ?? due
      }
    }
    try connection.settle(deadline, next: next, at: now)
  }

  private func takeBack(
    _ activity: Activity, _ deadline: Deadline, _ queue: Queue, _ now: Timestamp, _ connection: any SQLConnection
  ) throws {
    guard let acceptance = activity.acceptance, let within = queue.times.replyWithin,
      case let begun = max(acceptance.at, deadline.offeredAt),
      try connection.isUnanswered(activity, since: begun)
    else { return try connection.settle(deadline, next: nil, at: now) }
    let due = (queue.rule.opening(from: begun) ?? now) + within
    guard due <= now else { return try connection.settle(deadline, next: due, at: now) }
    // Lost to somebody who accepted meanwhile: their time has just begun.
    guard try connection.takeBack(activity, from: acceptance, in: queue, at: now) else {
      return try connection.settle(deadline, next: now + within, at: now)
    }
  }
}

extension SQLConnection {
  /// The Activity, with its chat and then itself locked.
  func lockedActivity(_ id: String, _ lock: String) throws -> Activity? {
    let row = try row("SELECT chat_id FROM activities WHERE id = $1", [.text(id)])
    guard let chatID = try row?.text("chat_id"), try chatRow(chatID, lock: lock) != nil else { return nil }
    _ = try rows("SELECT id FROM activities WHERE id = $1\(lock)", [.text(id)])
    return try activity(id)
  }

  /// Whether the customer still waits and nothing of ours was written to them since, but for what could not be delivered.
  fileprivate func isUnanswered(_ activity: Activity, since moment: Timestamp) throws -> Bool {
    try row(
      """
      SELECT id FROM chats ch WHERE id = $1 AND state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM messages m WHERE m.chat_id = ch.id AND m.at >= $2 AND m.direction = 'out' AND m.delivery <> 'failed')
      """,
      [.text(activity.chatID), .time(moment)]) != nil
  }

  fileprivate func escalate(
    _ activity: Activity, after waited: Duration, in queue: Queue, at now: Timestamp
  ) throws {
    let minutes = max(1, waited.wholeMilliseconds / 60_000)
    try record(.escalated, at: now, chat: activity.chatID, activity: activity.id, detail: "\(minutes)")
    try tell(
      .nobodyTook, to: try supervisorIDs(), at: now, activity: activity.id, queue: queue.id, detail: "\(minutes)")
  }

  /// Returns the Activity to whom it was offered before, where this acceptance still holds.
  fileprivate func takeBack(
    _ activity: Activity, from acceptance: Activity.Acceptance, in queue: Queue, at now: Timestamp
  ) throws -> Bool {
    let returned = try execute(
      """
      UPDATE activities SET status = 'not_started', owner_id = designated_id, accepted_by = NULL, accepted_at = NULL,
        missed_reason = 'operator_silent', updated_at = $3, version = version + 1
      WHERE id = $1 AND status = 'in_progress' AND acceptance_number = $2
      """,
      [.text(activity.id), .integer(acceptance.number), .time(now)])
    guard returned == 1 else { return false }
    try offerAnew(activity.id)
    try watch(activity.id, at: now)
    try execute(
      "UPDATE chats SET missed_reason = 'operator_silent' WHERE id = $1 AND missed_at IS NOT NULL",
      [.text(activity.chatID)])
    try record(
      .takenBack, at: now, chat: activity.chatID, activity: activity.id, detail: acceptance.by.name)
    try tell(
      .operatorSilent, to: try supervisorIDs() + [acceptance.by.id], at: now, activity: activity.id, queue: queue.id,
      detail: acceptance.by.name)
    return true
  }
}
