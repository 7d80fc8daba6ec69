/// How far an append-only table was read, without skipping what is committed late.
///
/// A row gets its position when it is inserted and becomes visible when it is committed; on PostgreSQL position 7 may come
/// into sight after 8. The cursor therefore remembers the positions that are missing below the highest one. They are read
/// again until they appear, or until no transaction can be left that could fill them: numbers of transactions that were
/// rolled back never appear.
package struct FeedCursor: Hashable, Sendable {
  /// Missing positions that follow one another.
  package struct Gap: Hashable, Sendable {
    package let positions: ClosedRange<Int64>
    /// When the gap was noticed, in milliseconds since 1970.
    package let seenAt: Int64

    package init(positions: ClosedRange<Int64>, seenAt: Int64) {
      self.positions = positions
      self.seenAt = seenAt
    }
  }

  /// The highest position that was delivered.
  package private(set) var high: Int64
  /// What is missing below, in ascending order.
  package private(set) var gaps: [Gap] = []

  /// At so many gaps nothing above is delivered until some are settled.
  package static let mostGaps = 256
  /// How long a gap is waited for. It must exceed ``PostgresDatabase/longestTransaction``.
  package static let patience = Int64(60_000)

  /// - Parameter position: up to it, everything is taken as delivered.
  package init(after position: Int64) {
    high = position
  }

  /// A cursor as it was kept.
  ///
  /// - Parameter gaps: what was missing below `high`, ascending.
  package init(high: Int64, gaps: [Gap]) {
    self.high = high
    self.gaps = gaps
  }

  /// Whether a position was delivered, or is not waited for any more.
  package func hasDelivered(_ position: Int64) -> Bool {
    position <= high && !gaps.contains { $0.positions.contains(position) }
  }

  /// Everything up to here is settled: delivered, or never to appear.
  package var low: Int64 { gaps.first.map { $0.positions.lowerBound - 1 } ?? high }

  /// Takes note of positions that were read, and returns those which are new.
  ///
  /// - Parameters:
  ///   - positions: ascending.
  ///   - now: the time before the reading began, in milliseconds since 1970.
  package mutating func accept(_ positions: [Int64], readAt now: Int64) -> [Int64] {
    positions.filter { $0 > high ? advance(to: $0, now) : fill($0) }
  }

  /// Gives up gaps that were noticed a ``patience`` or longer before `now`. To be called after accepting what a reading
  /// that began at `now` found in them.
  package mutating func settle(readAt now: Int64) {
    gaps.removeAll { $0.seenAt + Self.patience <= now }
  }

  /// - Returns: false when the position has to wait, because too much is missing.
  private mutating func advance(to position: Int64, _ now: Int64) -> Bool {
    if position > high + 1 {
      guard gaps.count < Self.mostGaps else { return false }
      gaps.append(Gap(positions: high + 1...position - 1, seenAt: now))
    }
    high = position
    return true
  }

  /// - Returns: false when the position was not missing.
  private mutating func fill(_ position: Int64) -> Bool {
    guard let index = gaps.firstIndex(where: { $0.positions.contains(position) }) else { return false }
    let gap = gaps[index]
    var rest: [Gap] = []
    if gap.positions.lowerBound < position {
      rest.append(Gap(positions: gap.positions.lowerBound...position - 1, seenAt: gap.seenAt))
    }
    if position < gap.positions.upperBound {
      rest.append(Gap(positions: position + 1...gap.positions.upperBound, seenAt: gap.seenAt))
    }
    gaps.replaceSubrange(index...index, with: rest)
    return true
  }
}
