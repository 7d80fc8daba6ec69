import Synchronization

/// Slows down who guesses passwords: after ten failures a login must wait five minutes.
///
/// It remembers 10,000 logins at most and forgets all when there are more: that only ever lets somebody in sooner.
final class SignInAttempts: Sendable {
  private static let allowed = 10
  private static let window: Duration = .seconds(300)
  private static let capacity = 10_000

  private struct Failures {
    var count: Int
    var since: Timestamp
  }

  private let failures = Mutex<[String: Failures]>([:])

  /// How long this login must still wait; nil where it may try.
  func refusal(of login: String, at now: Timestamp) -> Duration? {
    failures.withLock { failures in
      guard let known = failures[login], known.count >= Self.allowed else { return nil }
      let end = known.since + Self.window
      if end > now { return end - now }
      failures[login] = nil
      return nil
    }
  }

  func failed(_ login: String, at now: Timestamp) {
    failures.withLock { failures in
      if failures.count >= Self.capacity { failures.removeAll() }
      var known = failures[login] ?? Failures(count: 0, since: now)
      if known.since + Self.window < now { known = Failures(count: 0, since: now) }
      known.count += 1
      failures[login] = known
    }
  }

  func succeeded(_ login: String) {
    failures.withLock { $0[login] = nil }
  }
}
