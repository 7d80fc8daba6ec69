import Recovery
import Synchronization

/// Counts what each key does within a window of time. It forgets everything about the oldest keys rather than grow.
final class RateLimit: Sendable {
  private let limit: Int
  private let window: Duration
  private let capacity: Int
  private let counts = Mutex(Counts())

  private struct Counts {
    var started = Timestamp(milliseconds: 0)
    var current: [String: Int] = [:]
    var previous: [String: Int] = [:]
  }

  /// - Parameters:
  ///   - limit: how often a key may do it within a window.
  ///   - capacity: how many keys are remembered, twice.
  init(_ limit: Int, per window: Duration, capacity: Int = 10_000) {
    self.limit = limit
    self.window = window
    self.capacity = capacity
  }

  /// Counts one more.
  ///
  /// - Throws: ``WebError`` 429 where it is too many. What the window before counted weighs by how much of it is still
  ///   within one window's time.
  func count(_ key: String, at now: Timestamp) throws(WebError) {
    let allowed = counts.withLock { counts in
      turn(&counts, at: now)
      let passed = Double((now - counts.started).wholeMilliseconds) / Double(window.wholeMilliseconds)
      let former = Double(counts.previous[key] ?? 0) * max(0, 1 - passed)
      let count = counts.current[key, default: 0]
      guard Double(count) + former < Double(limit) else { return false }
      counts.current[key] = count + 1
      return true
    }
    guard allowed else { throw .tooMany(retryAfter: window) }
  }

  /// What was counted turned out to be what anybody may do as often as they like.
  func takeBack(_ key: String) {
    counts.withLock { counts in
      if let count = counts.current[key] {
        counts.current[key] = count > 1 ? count - 1 : nil
      } else if let count = counts.previous[key] {
        counts.previous[key] = count > 1 ? count - 1 : nil
      }
    }
  }

  private func turn(_ counts: inout Counts, at now: Timestamp) {
    let age = now - counts.started
    guard age >= window || age < .zero || counts.current.count >= capacity else { return }
    counts.previous = age >= window * 2 ? [:] : counts.current
    counts.current = [:]
    counts.started = now
  }
}
