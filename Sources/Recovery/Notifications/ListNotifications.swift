import Storage

package struct NotificationPage: Hashable, Sendable {
  package let notifications: [Notification]
  /// Where the following page begins; nil on the last.
  package let next: String?
  /// How many are open and not put off; counted up to 999 for each queue.
  package let count: Int
  /// How many of these the operator has not read.
  package let unread: Int
}

extension Recovery {
  /// What waits in an operator's Notification Center, newest first.
  ///
  /// - Parameter limit: 1 to 100.
  /// - Throws: ``InvalidInput`` where `after` is no cursor.
  package func notifications(
    for viewer: Operator, after: String? = nil, limit: Int = 15
  ) async throws -> NotificationPage {
    let cursor = try after.map { text throws(InvalidInput) in try PageCursor(text) }
    let now = time.now()
    return try await database.read { connection in
      var count = 0
      var unread = 0
      for scope in try connection.notificationScopes(of: viewer) {
        let counted = try connection.count(in: scope, for: viewer, now)
        count += counted.open
        unread += counted.unread
      }
      let ordered = try connection.places(for: viewer, after: cursor, limit: limit + 1, now)
      let page = Array(ordered.prefix(limit))
      return NotificationPage(
        notifications: try connection.notifications(page.map(\.id), of: viewer),
        next: ordered.count > page.count ? page.last?.text : nil, count: count, unread: unread)
    }
  }

  /// The operator's notification of this Activity; nil where it does not concern them (any more).
  package func notification(_ activityID: String, for viewer: Operator) async throws -> Notification? {
    let now = time.now()
    return try await database.read { connection in
      guard try connection.concerns(activityID, viewer, now) else { return nil }
      return try connection.notifications([activityID], of: viewer).first
    }
  }
}

/// One range of an index in which an operator's notifications lie.
private enum NotificationScope {
  case designated
  case queue(String)
  case noQueue
  case declinedByAll

  func condition(_ arguments: inout SQLArguments, _ viewer: Operator) -> String {
    switch self {
    case .designated: "a.owner_id = \(arguments.add(.text(viewer.id))) AND a.status = 'not_started'"
    case .queue(let id):
      "a.queue_id = \(arguments.add(.text(id))) AND a.designated_id IS NULL AND \(Self.notStartedInQueue)"
    case .noQueue: "a.queue_id IS NULL AND a.designated_id IS NULL AND \(Self.notStartedInQueue)"
    case .declinedByAll: "a.declined_by_all_at > 0 AND \(Self.notStartedInQueue)"
    }
  }

  private static let notStartedInQueue = inQueue(true, status: "'not_started'", of: "a")
}

extension SQLConnection {
  /// Their own queues and what is designated to them; supervisors also look after what nobody else is told of.
  fileprivate func notificationScopes(of viewer: Operator) throws -> [NotificationScope] {
    let own = try queueIDs(of: viewer.id).map { NotificationScope.queue($0) } + [.designated]
    guard viewer.seesEverything else { return own }
    let unstaffed = try rows(
      "SELECT id FROM queues WHERE NOT EXISTS (SELECT 1 FROM queue_members WHERE queue_id = queues.id)"
    ).map { NotificationScope.queue(try $0.text("id")) }
    return own + unstaffed + [.noQueue, .declinedByAll]
  }

  /// The ids of an operator's open notifications, newest first.
  func openNotifications(of viewer: Operator, limit: Int, _ now: Timestamp) throws -> [String] {
    try places(for: viewer, after: nil, limit: limit, now).prefix(limit).map(\.id)
  }

  /// Newest first; at least `limit` where there are so many.
  fileprivate func places(
    for viewer: Operator, after cursor: PageCursor?, limit: Int, _ now: Timestamp
  ) throws -> [PageCursor] {
    var places = Set<PageCursor>()
    for scope in try notificationScopes(of: viewer) {
      places.formUnion(try self.places(in: scope, for: viewer, after: cursor, limit: limit, now))
    }
    return places.sorted { ($0.at, $0.id) > ($1.at, $1.id) }
  }

  private func places(
    in scope: NotificationScope, for viewer: Operator, after cursor: PageCursor?, limit: Int, _ now: Timestamp
  ) throws -> [PageCursor] {
    var arguments = SQLArguments()
    var conditions = openConditions(scope, for: viewer, now, &arguments)
    if let cursor {
      conditions += " AND (a.created_at, a.id) < "
      conditions += "(\(arguments.add(.integer(cursor.at))), \(arguments.add(.text(cursor.id))))"
    }
    let rows = try rows(
      """
      SELECT a.created_at AS created_at, a.id AS id FROM activities a WHERE \(conditions)
      ORDER BY a.created_at DESC, a.id DESC LIMIT \(arguments.add(.integer(Int64(limit))))
      """,
      arguments.values)
    return try rows.map { PageCursor(at: try $0.integer("created_at"), id: try $0.text("id")) }
  }

  fileprivate func count(
    in scope: NotificationScope, for viewer: Operator, _ now: Timestamp
  ) throws -> (open: Int, unread: Int) {
    var arguments = SQLArguments()
    let conditions = openConditions(scope, for: viewer, now, &arguments)
    let me = arguments.add(.text(viewer.id))
    let row = try row(
      """
      SELECT count(*) AS open, count(*) FILTER (WHERE n.id IS NOT NULL) AS read FROM (
        SELECT a.id AS id FROM activities a WHERE \(conditions) LIMIT 999) found
      LEFT JOIN (SELECT activity_id AS id FROM notification_marks WHERE operator_id = \(me) AND read_at IS NOT NULL) n
        ON n.id = found.id
      """,
      arguments.values)
    let open = Int(try row?.integer("open") ?? 0)
    return (open, open - Int(try row?.integer("read") ?? 0))
  }

  private func openConditions(
    _ scope: NotificationScope, for viewer: Operator, _ now: Timestamp, _ arguments: inout SQLArguments
  ) -> String {
    let place = scope.condition(&arguments, viewer)
    return "\(place) AND \(notPutAside(viewer, now, &arguments))"
  }

  fileprivate func notPutAside(_ viewer: Operator, _ now: Timestamp, _ arguments: inout SQLArguments) -> String {
    """
    NOT EXISTS (SELECT 1 FROM notification_marks m WHERE m.activity_id = a.id
      AND m.operator_id = \(arguments.add(.text(viewer.id)))
      AND (m.declined_at IS NOT NULL OR m.postponed_until > \(arguments.add(.time(now)))))
    """
  }

  fileprivate func concerns(_ activityID: String, _ viewer: Operator, _ now: Timestamp) throws -> Bool {
    for scope in try notificationScopes(of: viewer) {
      var arguments = SQLArguments()
      let conditions = openConditions(scope, for: viewer, now, &arguments)
      let id = arguments.add(.text(activityID))
      let row = try row("SELECT a.id AS id FROM activities a WHERE a.id = \(id) AND \(conditions)", arguments.values)
      if row != nil { return true }
    }
    return false
  }

  fileprivate func notifications(_ ids: [String], of viewer: Operator) throws -> [Notification] {
    guard !ids.isEmpty else { return [] }
    var arguments = SQLArguments()
    let me = arguments.add(.text(viewer.id))
    let rows = try rows(
      """
      SELECT activity_id, read_at, postponed_until FROM notification_marks
      WHERE operator_id = \(me) AND activity_id IN (\(arguments.list(ids)))
      """,
      arguments.values)
    let marks = Dictionary(try rows.map { (try $0.text("activity_id"), $0) }, uniquingKeysWith: { first, _ in first })
    return try activities(ids).map { activity in
      let mark = marks[activity.id]
      return Notification(
        activity: activity, readAt: try mark?.optionalTime("read_at"),
        postponedUntil: try mark?.optionalTime("postponed_until"))
    }
  }
}
