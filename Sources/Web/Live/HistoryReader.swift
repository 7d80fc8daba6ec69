import Recovery
import Storage

/// Reads the history on from where it stood, without skipping entries that are committed late.
struct HistoryReader {
  private var cursor: FeedCursor?
  /// Whether more can be read at once.
  private(set) var hasMore = false

  private static let entriesAtOnce = 500

  /// The entries that are new since the last call; at the first call those that are committed late, and no others.
  mutating func next(from recovery: Recovery) async throws -> [HistoryEntry] {
    let now = recovery.time.now().milliseconds
    guard var cursor else {
      self.cursor = try await Self.end(of: recovery, now)
      return []
    }
    var found = try await Self.late(&cursor, recovery, now)
    cursor.settle(readAt: now)
    let read = try await recovery.history(after: cursor.high, limit: Self.entriesAtOnce)
    found += Self.new(in: read, &cursor, now)
    hasMore = read.count == Self.entriesAtOnce
    self.cursor = cursor
    return found
  }

  /// A cursor behind everything that is visible, to which what is missing below is still new.
  private static func end(of recovery: Recovery, _ now: Int64) async throws -> FeedCursor {
    let latest = try await recovery.latestHistoryPosition()
    let known = try await recovery.history(after: max(0, latest - 1000), limit: 1000)
    var cursor = FeedCursor(after: known.first.map { $0.position - 1 } ?? latest)
    _ = cursor.accept(known.map(\.position), readAt: now)
    return cursor
  }

  private static func late(
    _ cursor: inout FeedCursor, _ recovery: Recovery, _ now: Int64
  ) async throws -> [HistoryEntry] {
    var found: [HistoryEntry] = []
    var covered = Int64.min
    for gap in cursor.gaps where gap.positions.upperBound > covered {
      let read = try await recovery.history(after: max(gap.positions.lowerBound - 1, covered), limit: 1000)
      let below = read.filter { $0.position < cursor.high }
      found += new(in: below, &cursor, now)
      covered = read.count == 1000 ? read.last?.position ?? .max : .max
    }
    return found
  }

  private static func new(in read: [HistoryEntry], _ cursor: inout FeedCursor, _ now: Int64) -> [HistoryEntry] {
    let fresh = Set(cursor.accept(read.map(\.position), readAt: now))
    return read.filter { fresh.contains($0.position) }
  }
}
