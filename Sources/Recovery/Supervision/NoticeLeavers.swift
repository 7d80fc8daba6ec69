import ServiceLifecycle
import Storage

extension Recovery {
  /// Offers anew what came to people while they were deactivated: nobody else may take it, and they cannot.
  package func takeFromLeavers() async throws {
    var offered = 1
    // Where nothing could be offered, others did it meanwhile; what is left then comes with the next look.
    while offered > 0 {
      let held = try await database.read { try $0.heldByLeavers() }
      guard !held.isEmpty else { return }
      let now = time.now()
      offered = try await database.write { connection in
        try held.count { try connection.offerAnew($0.activity, without: $0.leaver, at: now) }
      }
    }
  }

  /// Notices that everybody who is left in a queue has declined an Activity, because whoever had not has left the queue.
  package func noticeLeavers() async throws {
    let queues = try await directory().members.filter { !$0.value.isEmpty }.keys.sorted()
    for queue in queues {
      while try await noticeLeavers(of: queue) == Self.deadlinesAtOnce {}
    }
  }

  /// - Returns: how many Activities everybody has declined now.
  private func noticeLeavers(of queueID: String) async throws -> Int {
    let ids = try await database.read { try $0.declinedByTheRest(of: queueID, limit: Self.deadlinesAtOnce) }
    guard !ids.isEmpty else { return 0 }
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      var noticed = 0
      for id in ids {
        // As in declining: under the lock, so that exactly one finds that nobody is left.
        let locked = try connection.row(
          "SELECT id FROM activities WHERE id = $1 AND declined_by_all_at IS NULL\(lock)", [.text(id)])
        guard locked != nil, let activity = try connection.activity(id), activity.status == .notStarted,
          try connection.nobodyIsLeft(for: activity)
        else { continue }
        try connection.markDeclinedByAll(activity, at: now)
        noticed += 1
      }
      return noticed
    }
  }
}

extension SQLConnection {
  /// Of each operator who works here no more one open Activity that they have, in the order of the Activities' ids. Each is
  /// looked for by itself, in the index of what people have.
  fileprivate func heldByLeavers() throws -> [(activity: String, leaver: String)] {
    try rows(
      """
      SELECT o.id AS leaver, (SELECT a.id FROM activities a
        WHERE a.owner_id = o.id AND a.status IN ('not_started', 'in_progress') LIMIT 1) AS activity
      FROM operators o WHERE o.disabled_at IS NOT NULL
      """
    ).compactMap { row in
      let leaver = try row.text("leaver")
      return try row.optionalText("activity").map { (activity: $0, leaver: leaver) }
    }.sorted { $0.activity < $1.activity }
  }

  /// Not started Activities of a queue that somebody declined, and everybody who is in it now.
  fileprivate func declinedByTheRest(of queueID: String, limit: Int) throws -> [String] {
    try rows(
      """
      SELECT a.id AS id FROM activities a
      WHERE a.queue_id = $1 AND \(inQueue(true, status: "'not_started'", of: "a")) AND a.designated_id IS NULL AND a.declined_by_all_at IS NULL
        AND EXISTS (SELECT 1 FROM notification_marks m WHERE m.activity_id = a.id AND m.declined_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM queue_members q WHERE q.queue_id = $1 AND NOT EXISTS (
          SELECT 1 FROM notification_marks m WHERE m.activity_id = a.id AND m.operator_id = q.operator_id
            AND m.declined_at IS NOT NULL))
      ORDER BY a.id LIMIT $2
      """,
      [.text(queueID), .integer(Int64(limit))]
    ).map { try $0.text("id") }
  }
}

/// Looks after what those leave behind who leave a queue or the company, when anything about people and queues changes and
/// every minute: what was on its way to them then shows a moment later.
package struct LeaverWatch: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    let rest = Duration.seconds(1)
    async let held: Void = recovery.work(
      on: [.directory], named: "what leavers have", atLeastEvery: .seconds(60), restingFor: rest
    ) { [recovery] in
      try await recovery.takeFromLeavers()
      return nil
    }
    async let declined: Void = recovery.work(
      on: [.directory], named: "what the rest declined", atLeastEvery: .seconds(600), restingFor: rest
    ) { [recovery] in
      try await recovery.noticeLeavers()
      return nil
    }
    _ = await (held, declined)
  }
}
