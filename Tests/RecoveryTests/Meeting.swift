import Foundation
import Recovery
import Storage
import Synchronization

extension Recovery {
  /// Does `second` while a transaction of another person is open, which is committed as soon as `second` waits for it:
  /// so two meet at exactly this place. Only PostgreSQL has two that write at once.
  ///
  /// - Parameter last: is done in that transaction when `second` waits.
  /// - Returns: what `second` returned, and whether it had to wait.
  func meeting<Value: Sendable>(
    _ first: @escaping @Sendable (any SQLConnection) throws -> Void,
    last: @escaping @Sendable (any SQLConnection) throws -> Void = { _ in },
    _ second: () async throws -> Value
  ) async throws -> (value: Value, waited: Bool) {
    let (begun, beginning) = AsyncStream<Void>.makeStream()
    let isOver = Flag()
    async let waited = database.write { connection in
      defer { beginning.finish() }
      try first(connection)
      beginning.finish()
      let waited = try connection.isWaitedFor(until: isOver)
      try last(connection)
      return waited
    }
    for await _ in begun {}
    defer { isOver.raise() }
    let value = try await second()
    isOver.raise()
    return (value, try await waited)
  }
}

/// Whether something has happened.
private final class Flag: Sendable {
  private let state = Atomic(false)

  var isRaised: Bool { state.load(ordering: .acquiring) }

  func raise() { state.store(true, ordering: .releasing) }
}

extension SQLConnection {
  /// - Returns: true as soon as another transaction waits for this one; false where there is none before the flag, or
  ///   within ten seconds.
  fileprivate func isWaitedFor(until flag: Flag) throws -> Bool {
    for _ in 0..<2000 where !flag.isRaised {
      let waiting = try row(
        "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)) LIMIT 1")
      if waiting != nil { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }
}
