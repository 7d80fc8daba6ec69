import Storage

extension Recovery {
  /// How many Activities of the viewer's the filter finds, counted no further than ``ActivityCount/limit``.
  package func countActivities(_ filter: ActivityFilter, for viewer: Operator) async throws -> ActivityCount {
    try await database.read { try $0.countActivities(filter, for: viewer, upTo: ActivityCount.limit) }
  }
}

extension SQLConnection {
  /// - Parameter limit: where counting stops.
  func countActivities(
    _ filter: ActivityFilter, for viewer: Operator, upTo limit: Int
  ) throws -> ActivityCount {
    let queues = viewer.seesEverything ? [] : try queueIDs(of: viewer.id)
    let all = ActivityRanges(filter, for: viewer, queues: queues, disjoint: true)
    let ranges = filter.dueBefore == nil ? all.created(descending: true) : all.due(descending: false)
    var number = 0
    var isExact = true
    for range in ranges {
      let (count, isWhole) = try count(range, filter, upTo: limit - number, of: ranges.count)
      number += count
      isExact = isExact && isWhole
      if number >= limit { break }
    }
    return ActivityCount(number: number, isExact: isExact)
  }

  /// How many Activities of a range pass its tests, and whether those are all.
  fileprivate func count(
    _ range: ActivityRange, _ filter: ActivityFilter, upTo limit: Int, of ranges: Int
  ) throws -> (number: Int, isWhole: Bool) {
    var arguments = SQLArguments()
    let end = try self.end(of: range, filter, testing: ActivitySearch.rows(sharedBy: ranges))
    let conditions = range.bounds(filter, after: nil, through: end, &arguments) + range.tests(filter, &arguments)
    let row = try row(
      """
      SELECT count(*) AS number FROM (
        SELECT id FROM activities WHERE \(conditions.joined(separator: " AND "))
        LIMIT \(arguments.add(.integer(Int64(limit + 1))))) counted
      """,
      arguments.values)
    let number = Int(try row?.integer("number") ?? 0)
    return (min(number, limit), number <= limit && end == nil)
  }
}
