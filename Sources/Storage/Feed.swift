/// A table that is only appended to, read row after row. Its column `position` increases with every insert.
///
/// No committed row is skipped and none is delivered twice to the same cursor, also when transactions commit in another
/// order than they inserted. See ``FeedCursor`` and ``SQL/createFeed(_:_:)``.
package struct Feed: Sendable {
  private let tailQuery: String
  private let gapQuery: String
  private let endQuery: String

  private static let gapsPerQuery = 8
  private static let endRows = 1000

  /// - Parameter columns: what is read besides `position`, separated by commas.
  package init(table: String, columns: String) {
    let start = "SELECT position, \(columns) FROM \(table) WHERE"
    let gaps = (0..<Self.gapsPerQuery).map { "position BETWEEN $\($0 * 2 + 1) AND $\($0 * 2 + 2)" }
    tailQuery = "\(start) position > $1 ORDER BY position LIMIT $2"
    gapQuery =
      "\(start) \(gaps.joined(separator: " OR ")) ORDER BY position LIMIT $\(Self.gapsPerQuery * 2 + 1)"
    endQuery = "SELECT position FROM \(table) ORDER BY position DESC LIMIT \(Self.endRows)"
  }

  /// A cursor behind all present rows, to which those that are inserted but not yet committed are still new.
  ///
  /// - Parameter now: milliseconds since 1970, taken before the transaction began.
  package func end(_ connection: any SQLConnection, now: Int64) throws -> FeedCursor {
    let positions = try connection.rows(endQuery).map { try $0.integer("position") }.reversed()
    // Above the oldest of so many rows is everything that may be uncommitted now.
    let start = positions.count < Self.endRows ? 1 : positions.first ?? 1
    var cursor = FeedCursor(after: start - 1)
    _ = cursor.accept(Array(positions), readAt: now)
    return cursor
  }

  /// The rows that are new to `cursor`: late ones first, then the following.
  ///
  /// - Parameters:
  ///   - limit: bounds each query, and so the page to a few times as many rows.
  ///   - now: milliseconds since 1970, taken before the transaction began.
  package func page(
    _ connection: any SQLConnection, after cursor: FeedCursor, limit: Int, now: Int64
  ) throws -> FeedPage {
    var page = FeedPage(rows: [], cursor: cursor, hasMore: false)
    for start in stride(from: 0, to: cursor.gaps.count, by: Self.gapsPerQuery) {
      let gaps = cursor.gaps[start...].prefix(Self.gapsPerQuery)
      try page.add(connection.rows(gapQuery, arguments(for: gaps, limit)), limit, now)
    }
    // Gaps of which only a part was read are not yet given up.
    if !page.hasMore { page.cursor.settle(readAt: now) }
    let tail: [SQLValue] = [.integer(cursor.high), .integer(Int64(limit))]
    try page.add(connection.rows(tailQuery, tail), limit, now)
    return page
  }

  private func arguments(for gaps: ArraySlice<FeedCursor.Gap>, _ limit: Int) -> [SQLValue] {
    let used = gaps.flatMap { [SQLValue.integer($0.positions.lowerBound), .integer($0.positions.upperBound)] }
    let emptyRanges = Array(repeating: [SQLValue.integer(1), .integer(0)], count: Self.gapsPerQuery - gaps.count)
    return used + emptyRanges.flatMap { $0 } + [.integer(Int64(limit))]
  }
}

/// Rows of a ``Feed``, and where to go on.
package struct FeedPage: Sendable {
  package fileprivate(set) var rows: [SQLRow]
  package fileprivate(set) var cursor: FeedCursor
  /// Whether a next page can be read at once.
  package fileprivate(set) var hasMore: Bool

  /// What is held back because of too many gaps comes with a later page, and is no reason to ask at once.
  fileprivate mutating func add(_ read: [SQLRow], _ limit: Int, _ now: Int64) throws {
    let positions = try read.map { try $0.integer("position") }
    let fresh = Set(cursor.accept(positions, readAt: now))
    rows += zip(read, positions).filter { fresh.contains($1) }.map(\.0)
    if read.count == limit, !fresh.isEmpty { hasMore = true }
  }
}
