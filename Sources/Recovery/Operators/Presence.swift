import Storage
import Synchronization

extension Recovery {
  /// The operator's page is open. Written at most every 20 seconds for each of them.
  package func seen(_ present: Operator) async throws {
    let now = time.now()
    guard presence.admits(present.id, at: now) else { return }
    try await database.write { connection in
      try connection.execute(
        "UPDATE operators SET seen_at = $2 WHERE id = $1", [.text(present.id), .time(now)])
    }
  }
}

/// When each operator was last written down as present; 20,000 at most.
final class PresenceThrottle: Sendable {
  private static let pause: Duration = .seconds(20)
  private static let capacity = 20_000

  private let last = Mutex<[String: Timestamp]>([:])

  func admits(_ id: String, at now: Timestamp) -> Bool {
    last.withLock { last in
      if let before = last[id], before + Self.pause > now { return false }
      if last.count >= Self.capacity { last.removeAll() }
      last[id] = now
      return true
    }
  }
}
