/// How long to wait before another try: doubling from `first` up to `longest`, spread at random so that many who failed together
/// do not come back together.
package struct Backoff: Hashable, Sendable {
  package let first: Duration
  package let longest: Duration

  package init(first: Duration = .seconds(1), longest: Duration = .seconds(60)) {
    self.first = first
    self.longest = longest
  }

  /// The wait after so many failures in a row.
  ///
  /// - Parameter chance: from 0 to 1; the wait lies between a half of its full length (0) and the whole (1).
  package func wait(afterFailures count: Int, chance: Double) -> Duration {
    let doublings = min(max(0, count - 1), 20)
    let full = min(longest, first * (1 << doublings))
    return full * (0.5 + 0.5 * chance)
  }
}

/// Waits; tests put one in its place that returns at once.
package typealias Sleep = @Sendable (Duration) async throws -> Void
