import Synchronization

/// Slows down who guesses passwords. From one address ten wrong ones for a login are too many; from all together a hundred,
/// so that nobody locks another's login out from afar by ten. Then one must wait until five minutes after the first.
///
/// Each attempt counts before its password is looked at, so that many at once are no more than one after another. It
/// remembers 10,000 of each kind at most and forgets all when there are more: that only ever lets somebody in sooner.
final class SignInAttempts: Sendable {
  private static let window: Duration = .seconds(300)
  private static let capacity = 10_000

  /// Whose password is tried, and from where.
  struct Attempt: Hashable {
    let login: String
    let address: String
  }

  private struct Count {
    var number = 0
    let since: Timestamp
  }

  private struct Counts<Key: Hashable> {
    let allowed: Int
    var known: [Key: Count] = [:]

    /// How long this one must still wait; nil where it may try.
    mutating func refusal(of key: Key, at now: Timestamp) -> Duration? {
      guard let count = known[key] else { return nil }
      let end = count.since + window
      guard end > now else {
        known[key] = nil
        return nil
      }
      return count.number < allowed ? nil : end - now
    }

    mutating func add(_ key: Key, at now: Timestamp) {
      if known.count >= capacity { known.removeAll() }
      known[key, default: Count(since: now)].number += 1
    }

    mutating func takeBack(_ key: Key) {
      guard let number = known[key]?.number else { return }
      if number > 1 { known[key]?.number -= 1 } else { known[key] = nil }
    }
  }

  private struct State {
    var attempts = Counts<Attempt>(allowed: 10)
    var logins = Counts<String>(allowed: 100)
  }

  private let state = Mutex(State())

  /// Counts an attempt as a wrong one until it has proven right.
  ///
  /// - Returns: how long to wait where there were too many; then it is not counted.
  func begin(_ attempt: Attempt, at now: Timestamp) -> Duration? {
    state.withLock { state in
      let waits = [state.attempts.refusal(of: attempt, at: now), state.logins.refusal(of: attempt.login, at: now)]
      if let wait = waits.compactMap({ $0 }).max() { return wait }
      state.attempts.add(attempt, at: now)
      state.logins.add(attempt.login, at: now)
      return nil
    }
  }

  /// The password was right: what was mistyped before it at this address is forgotten.
  func succeeded(_ attempt: Attempt) {
    state.withLock { state in
      state.attempts.known[attempt] = nil
      state.logins.takeBack(attempt.login)
    }
  }

  /// Nothing was found out about the password.
  func withdraw(_ attempt: Attempt) {
    state.withLock { state in
      state.attempts.takeBack(attempt)
      state.logins.takeBack(attempt.login)
    }
  }
}
