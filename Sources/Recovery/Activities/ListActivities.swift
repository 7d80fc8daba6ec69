import Storage

extension Recovery {
  /// One page of the Activities that the viewer may see.
  ///
  /// The list lies in a few stretches of indexes, already in order, whose first rows are merged here: a page costs the
  /// same whatever the number of Activities. Where rows must be looked at one by one, only so many are at once.
  ///
  /// - Throws: ``InvalidInput`` where `after` is no cursor.
  package func activities(_ filter: ActivityFilter, for viewer: Operator) async throws -> ActivityPage {
    let start = try ActivityPlace(after: filter.after, filter.sort)
    return try await database.read { connection in
      let queues = viewer.seesEverything ? [] : try connection.queueIDs(of: viewer.id)
      let ranges = ActivityRanges(filter, for: viewer, queues: queues)
      let found = try connection.places(ranges, filter, from: start)
      return ActivityPage(
        activities: try connection.activities(found.places.map(\.id)), next: found.next?.text,
        stoppedEarly: found.stoppedEarly)
    }
  }
}

/// Where a page begins: in which stage of the list, and behind which row.
struct ActivityPlace: Hashable {
  enum Stage: Hashable {
    case created(descending: Bool)
    case open(descending: Bool)
    /// Behind the open ones.
    case closed
  }

  let stage: Stage
  let cursor: PageCursor?

  fileprivate init(_ stage: Stage, _ cursor: PageCursor?) {
    self.stage = stage
    self.cursor = cursor
  }

  /// - Throws: ``InvalidInput`` where the text is no cursor.
  fileprivate init(after text: String?, _ sort: ActivityFilter.Sort) throws(InvalidInput) {
    let isClosed = sort.isByDue && text?.hasPrefix("c") == true
    let cursor = try text.map { text throws(InvalidInput) in try PageCursor(isClosed ? String(text.dropFirst()) : text)
    }
    switch sort {
    case .newest, .oldest: self.init(.created(descending: sort == .newest), cursor)
    case .due, .latestDue: self.init(isClosed ? .closed : .open(descending: sort == .latestDue), cursor)
    }
  }

  fileprivate var text: String? { cursor.map { (stage == .closed ? "c" : "") + $0.text } }
}

extension ActivityFilter.Sort {
  package var isByDue: Bool { self == .due || self == .latestDue }
}

/// What one page found.
private struct FoundPlaces {
  var places: [PageCursor] = []
  var next: ActivityPlace?
  var stoppedEarly = false
}

extension SQLConnection {
  fileprivate func places(
    _ ranges: ActivityRanges, _ filter: ActivityFilter, from start: ActivityPlace
  ) throws -> FoundPlaces {
    switch start.stage {
    case .created(let descending):
      return try merged(ranges.created(descending: descending), filter, from: start, limit: filter.limit)
    case .closed:
      return try merged(ranges.created(descending: true, open: false), filter, from: start, limit: filter.limit)
    case .open(let descending):
      var found = try merged(ranges.due(descending: descending), filter, from: start, limit: filter.limit)
      guard found.next == nil else { return found }
      let closed = try merged(
        ranges.created(descending: true, open: false), filter, from: ActivityPlace(.closed, nil),
        limit: filter.limit - found.places.count)
      found.places += closed.places
      (found.next, found.stoppedEarly) = (closed.next, closed.stoppedEarly)
      return found
    }
  }

  /// The first places of all ranges together. Most pages are full after few rows; only where one is not, more are looked
  /// at.
  private func merged(
    _ ranges: [ActivityRange], _ filter: ActivityFilter, from start: ActivityPlace, limit: Int
  ) throws -> FoundPlaces {
    let found = try merged(ranges, filter, from: start, limit: limit, testing: ActivitySearch.least)
    guard found.stoppedEarly else { return found }
    let rows = ActivitySearch.rows(sharedBy: ranges.count)
    return rows == ActivitySearch.least
      ? found : try merged(ranges, filter, from: start, limit: limit, testing: rows)
  }

  /// The same with so many rows of each range looked at one by one. Behind where a range stopped looking nothing is
  /// certain, so that the page ends there.
  private func merged(
    _ ranges: [ActivityRange], _ filter: ActivityFilter, from start: ActivityPlace, limit: Int, testing rows: Int
  ) throws -> FoundPlaces {
    guard let order = ranges.first?.order else { return FoundPlaces() }
    var found: [PageCursor] = []
    var reach: PageCursor?
    for group in ActivityRange.groups(ranges) {
      let last = found.count > limit ? found[limit] : nil
      let part = try places(in: group, filter, after: start.cursor, through: last, limit: limit + 1, testing: rows)
      found = Set(found + part.places).sorted { order.puts($0, before: $1) }
      reach = [reach, part.end].compactMap { $0 }.min { order.puts($0, before: $1) }
    }
    let certain = found.prefix { place in reach.map { !order.puts($0, before: place) } ?? true }
    let page = Array(certain.prefix(limit))
    if certain.count > limit {
      let end = page.last ?? start.cursor ?? PageCursor(at: .max, id: "~")
      return FoundPlaces(places: page, next: ActivityPlace(start.stage, end))
    }
    return FoundPlaces(
      places: page, next: reach.map { ActivityPlace(start.stage, $0) }, stoppedEarly: reach != nil)
  }

  /// The first places of a group that pass its tests, and where looking stopped, if it did before there were enough. The
  /// engines merge what is in order already, and look at no more rows than they give.
  ///
  /// - Parameter last: behind it there are enough from other groups.
  private func places(
    in group: [ActivityRange], _ filter: ActivityFilter, after cursor: PageCursor?, through last: PageCursor?,
    limit: Int, testing rows: Int
  ) throws -> (places: [PageCursor], end: PageCursor?) {
    guard let order = group.first?.order else { return ([], nil) }
    let ends = try group.compactMap { try self.end(of: $0, filter, after: cursor, through: last, testing: rows) }
    let end = ends.min { order.puts($0, before: $1) }
    var arguments = SQLArguments()
    let parts = group.map { range in
      let conditions =
        range.bounds(filter, after: cursor, through: end ?? last, &arguments) + range.tests(filter, &arguments)
      return "SELECT \(order.column) AS place, id FROM activities WHERE \(conditions.joined(separator: " AND "))"
    }
    let direction = order.descends ? "DESC" : "ASC"
    let found = try self.rows(
      """
      \(parts.joined(separator: " UNION ALL "))
      ORDER BY place \(direction), id \(direction) LIMIT \(arguments.add(.integer(Int64(limit))))
      """,
      arguments.values)
    let places = try found.map { PageCursor(at: try $0.integer("place"), id: try $0.text("id")) }
    return (places, places.count < limit ? end : nil)
  }

  /// The last place of a range up to which rows are looked at one by one; nil where the range ends before, or where every
  /// row of it fits.
  ///
  /// - Parameters:
  ///   - last: where the range ends.
  ///   - rows: how many may be looked at.
  func end(
    of range: ActivityRange, _ filter: ActivityFilter, after cursor: PageCursor? = nil, through last: PageCursor? = nil,
    testing rows: Int
  ) throws -> PageCursor? {
    var arguments = SQLArguments()
    guard !range.tests(filter, &arguments).isEmpty else { return nil }
    arguments = SQLArguments()
    let conditions = range.bounds(filter, after: cursor, through: last, &arguments)
    let (column, direction) = (range.order.column, range.order.descends ? "DESC" : "ASC")
    let row = try row(
      """
      SELECT \(column) AS place, id FROM activities WHERE \(conditions.joined(separator: " AND "))
      ORDER BY \(column) \(direction), id \(direction) LIMIT 1
      OFFSET \(arguments.add(.integer(Int64(rows))))
      """,
      arguments.values)
    return try row.map { PageCursor(at: try $0.integer("place"), id: try $0.text("id")) }
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

/// How much is looked at one by one, so that no search takes long: docs/decisions/006.
enum ActivitySearch {
  private static let rows = 6_000
  static let least = 200

  /// The rows of each of so many ranges.
  static func rows(sharedBy ranges: Int) -> Int { max(least, rows / max(1, ranges)) }
}
