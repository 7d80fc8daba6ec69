import Storage

extension Recovery {
  /// One page of the Activities that the viewer may see.
  ///
  /// Each pair of queue (or owner) and status is one range of an index, already in order. The first rows of each are
  /// merged here, so that a page costs the same whatever the number of Activities.
  ///
  /// - Throws: ``InvalidInput`` where `after` is no cursor.
  package func activities(_ filter: ActivityFilter, for viewer: Operator) async throws -> ActivityPage {
    let cursor = try filter.after.map { text throws(InvalidInput) in try PageCursor(text) }
    return try await database.read { connection in
      let statuses = filter.statuses.isEmpty ? ActivityStatus.allCases : filter.statuses
      var found = Set<PageCursor>()
      for scope in try connection.scopes(of: filter, for: viewer) {
        for status in statuses {
          found.formUnion(try connection.places(in: scope, status, filter, after: cursor))
        }
      }
      let ordered = found.sorted { filter.sort.puts($0, before: $1) }
      let page = Array(ordered.prefix(filter.limit))
      return ActivityPage(
        activities: try connection.activities(page.map(\.id)),
        next: ordered.count > page.count ? page.last?.text : nil)
    }
  }
}

extension ActivityFilter.Sort {
  fileprivate func puts(_ left: PageCursor, before right: PageCursor) -> Bool {
    switch self {
    case .newest: (left.at, left.id) > (right.at, right.id)
    case .oldest: (left.at, left.id) < (right.at, right.id)
    }
  }

  fileprivate var comparison: String { self == .newest ? "<" : ">" }
  fileprivate var direction: String { self == .newest ? "DESC" : "ASC" }
}

/// One range of an index in which a viewer's Activities lie.
private enum ActivityScope {
  case all
  case queue(String)
  case owner(String)
}

extension SQLConnection {
  fileprivate func scopes(of filter: ActivityFilter, for viewer: Operator) throws -> [ActivityScope] {
    if viewer.seesEverything {
      if let owner = filter.ownerID { return [.owner(owner)] }
      return [filter.queueID.map { .queue($0) } ?? .all]
    }
    return try queueIDs(of: viewer.id).map { .queue($0) } + [.owner(viewer.id)]
  }

  /// The first places of a range, one more than the page holds.
  fileprivate func places(
    in scope: ActivityScope, _ status: ActivityStatus, _ filter: ActivityFilter, after cursor: PageCursor?
  ) throws -> [PageCursor] {
    var arguments = SQLArguments()
    let statusValue = arguments.add(.text(status.rawValue))
    var conditions =
      switch scope {
      case .all: ["status = \(statusValue)"]
      case .queue(let id):
        ["queue_id = \(arguments.add(.text(id)))", inQueue(status.isOpen, status: statusValue, of: "activities")]
      case .owner(let id): ["status = \(statusValue)", "owner_id = \(arguments.add(.text(id)))"]
      }
    conditions += filter.conditions(&arguments)
    if let cursor {
      let at = arguments.add(.integer(cursor.at))
      let id = arguments.add(.text(cursor.id))
      conditions.append("(created_at, id) \(filter.sort.comparison) (\(at), \(id))")
    }
    let direction = filter.sort.direction
    let rows = try rows(
      """
      SELECT created_at, id FROM activities WHERE \(conditions.joined(separator: " AND "))
      ORDER BY created_at \(direction), id \(direction) LIMIT \(arguments.add(.integer(Int64(filter.limit + 1))))
      """,
      arguments.values)
    return try rows.map { PageCursor(at: try $0.integer("created_at"), id: try $0.text("id")) }
  }

  /// The Activities in the order of their ids; those that are gone are left out.
  func activities(_ ids: [String]) throws -> [Activity] {
    guard !ids.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = arguments.list(ids)
    let rows = try rows("\(activityColumns) \(activityTables) WHERE a.id IN (\(list))", arguments.values)
    let activities = try rows.map(Activity.init(row:))
    let byID = Dictionary(activities.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return ids.compactMap { byID[$0] }
  }
}

extension ActivityFilter {
  /// What the indexes do not answer, and what they do not need to.
  fileprivate func conditions(_ arguments: inout SQLArguments) -> [String] {
    var conditions: [String] = []
    if let type, type != Activity.missedChatType { conditions.append("type = \(arguments.add(.text(type)))") }
    if let queueID { conditions.append("queue_id = \(arguments.add(.text(queueID)))") }
    if let ownerID { conditions.append("owner_id = \(arguments.add(.text(ownerID)))") }
    if let messenger { conditions.append("messenger = \(arguments.add(.text(messenger)))") }
    if let text, !text.isEmpty {
      conditions.append("search_text LIKE \(arguments.add(.text(SearchText.pattern(text)))) ESCAPE '!'")
    }
    return conditions
  }
}
