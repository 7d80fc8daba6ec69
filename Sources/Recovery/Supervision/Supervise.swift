import Storage

extension Recovery {
  /// How long after their page was last seen somebody counts as being here.
  package static let presence: Duration = .seconds(60)

  /// How many queues and operators are shown.
  private static let mostQueues = 100
  private static let mostOperators = 200

  /// How the queues stand, and who is there to look after them. For supervisors; others see nothing.
  ///
  /// - Parameter queueID: only this queue; nil for all.
  package func supervision(of queueID: String? = nil, for viewer: Operator) async throws -> Supervision {
    guard viewer.seesEverything else { return Supervision(queues: [], operators: []) }
    let directory = try await directory()
    let queues = directory.queues(of: viewer).filter { queueID == nil || $0.id == queueID }.prefix(Self.mostQueues)
    let now = time.now()
    return try await database.read { connection in
      let seen = try connection.presence()
      let here = Set(seen.filter { $0.value + Self.presence >= now }.keys)
      var overviews = try queues.map { try connection.overview(of: $0, directory.members[$0.id] ?? [], here, now) }
      let rest = try connection.overview(of: nil, [], here, now)
      if queueID == nil, !rest.isEmpty { overviews.append(rest) }
      let people = directory.people(of: queues.map(\.id))
        .sorted { (here.contains($0.id) ? 0 : 1, $0.name, $0.id) < (here.contains($1.id) ? 0 : 1, $1.name, $1.id) }
      let loads = try people.prefix(Self.mostOperators).map { person in
        OperatorLoad(
          operator: person, queues: directory.ownQueues(of: person), seenAt: seen[person.id],
          isOnline: here.contains(person.id), inProgress: try connection.load(of: person.id))
      }
      return Supervision(queues: overviews, operators: loads)
    }
  }
}

extension Directory {
  /// Everybody who is in one of the queues.
  fileprivate func people(of queueIDs: [String]) -> [Operator] {
    Set(queueIDs.flatMap { members[$0] ?? [] }).compactMap { operators[$0] }
  }
}

extension QueueOverview {
  fileprivate var isEmpty: Bool { waitingChats.count + notStarted.count + inProgress.count == 0 }
}

extension SQLConnection {
  /// When each operator was last here.
  fileprivate func presence() throws -> [String: Timestamp] {
    let rows = try rows("SELECT id, seen_at FROM operators WHERE seen_at IS NOT NULL")
    return Dictionary(
      try rows.map { (try $0.text("id"), try $0.time("seen_at")) }, uniquingKeysWith: { first, _ in first })
  }

  fileprivate func overview(
    of queue: Queue?, _ members: Set<String>, _ here: Set<String>, _ now: Timestamp
  ) throws -> QueueOverview {
    let open = try openActivities(of: queue?.id, now)
    return QueueOverview(
      queue: queue, waitingChats: try waitingChats(of: queue?.id), notStarted: open.notStarted,
      inProgress: open.inProgress, overdue: open.overdue, members: members.count,
      online: members.intersection(here).count)
  }

  private func waitingChats(of queueID: String?) throws -> QueueOverview.Tally {
    let place = Place(queueID)
    let row = try row(
      """
      SELECT count(*) AS count, min(since) AS since FROM (
        SELECT first_unanswered_at AS since FROM chats
        WHERE \(place.condition) AND state = 'waiting' AND first_unanswered_at IS NOT NULL
        ORDER BY first_unanswered_at, id LIMIT $1) found
      """,
      place.arguments)
    return QueueOverview.Tally(count: Int(try row?.integer("count") ?? 0), since: try row?.optionalTime("since"))
  }

  private func openActivities(
    of queueID: String?, _ now: Timestamp
  ) throws -> (notStarted: QueueOverview.Tally, inProgress: QueueOverview.Tally, overdue: Int) {
    let place = Place(queueID, now)
    let open = try rows(
      """
      SELECT status, count(*) AS count, min(created_at) AS since, count(*) FILTER (WHERE due_at <= $2) AS overdue
      FROM (SELECT status, created_at, due_at FROM activities
        WHERE \(place.condition) AND closed_at IS NULL ORDER BY created_at, id LIMIT $1) found
      GROUP BY status
      """,
      place.arguments)
    var tallies: [ActivityStatus: QueueOverview.Tally] = [:]
    var overdue = 0
    for row in open {
      tallies[try row.choice("status", as: ActivityStatus.self)] = QueueOverview.Tally(
        count: Int(try row.integer("count")), since: try row.optionalTime("since"))
      overdue += Int(try row.integer("overdue"))
    }
    let none = QueueOverview.Tally(count: 0, since: nil)
    return (tallies[.notStarted] ?? none, tallies[.inProgress] ?? none, overdue)
  }

  fileprivate func load(of operatorID: String) throws -> Int {
    let row = try row(
      """
      SELECT count(*) AS count FROM (
        SELECT id FROM activities WHERE owner_id = $1 AND status = 'in_progress' LIMIT $2) found
      """,
      [.text(operatorID), .integer(Int64(QueueOverview.most))])
    return Int(try row?.integer("count") ?? 0)
  }
}

/// Where a queue's chats and Activities lie in an index; `$1` is how many are read at most.
private struct Place {
  let condition: String
  let arguments: [SQLValue]

  /// - Parameter further: the arguments from `$2` on.
  init(_ queueID: String?, _ further: Timestamp...) {
    let known = [.integer(Int64(QueueOverview.most))] + further.map { SQLValue.time($0) }
    condition = queueID == nil ? "queue_id IS NULL" : "queue_id = $\(known.count + 1)"
    arguments = known + (queueID.map { [.text($0)] } ?? [])
  }
}
