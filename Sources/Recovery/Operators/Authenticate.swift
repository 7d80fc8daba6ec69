import Storage
import Synchronization

extension Recovery {
  /// Whose token it is, of a browser or a program; nil where it is unknown or expired.
  ///
  /// The answer may be up to five seconds old where the token was withdrawn on another machine.
  package func authenticate(token: String) async throws -> Operator? {
    let hash = SecretToken.hash(token)
    let now = time.now()
    if let known = sessions.operator(of: hash, at: now) { return known }
    let generation = sessions.generation
    let found = try await session(hash, at: now)
    guard let (owner, isProgram, usedAt) = found else { return nil }
    if isProgram, usedAt.map({ $0 + Self.tokenUsePrecision <= now }) ?? true {
      try await noteUse(ofToken: hash, at: now)
    }
    sessions.remember(owner, under: hash, at: now, generation)
    return owner
  }

  private func session(
    _ hash: String, at now: Timestamp
  ) async throws -> (operator: Operator, isProgram: Bool, usedAt: Timestamp?)? {
    try await database.read { connection in
      try connection.row(
        """
        SELECT o.id AS id, o.login AS login, o.name AS name, o.role AS role, o.locale AS locale,
          o.time_zone AS time_zone, s.kind AS kind, s.used_at AS used_at
        FROM sessions s JOIN operators o ON o.id = s.operator_id
        WHERE s.token_hash = $1 AND (s.expires_at IS NULL OR s.expires_at > $2) AND o.disabled_at IS NULL
        """,
        [.text(hash), .time(now)]
      ).map { (try Operator(row: $0), try $0.text("kind") == "program", try $0.optionalTime("used_at")) }
    }
  }
}

/// Tokens that were looked up within the last five seconds, 20,000 at most.
final class SessionCache: Sendable {
  private static let lifetime: Duration = .seconds(5)
  private static let capacity = 20_000

  private struct State {
    var known: [String: (operator: Operator, until: Timestamp)] = [:]
    /// Grows when something is forgotten, so that an older look-up is not remembered after it.
    var generation = 0
  }

  private let state = Mutex(State())

  var generation: Int { state.withLock { $0.generation } }

  func `operator`(of hash: String, at now: Timestamp) -> Operator? {
    state.withLock { state in
      guard let entry = state.known[hash], entry.until > now else { return nil }
      return entry.operator
    }
  }

  func remember(_ found: Operator, under hash: String, at now: Timestamp, _ generation: Int) {
    state.withLock { state in
      guard state.generation == generation else { return }
      if state.known.count >= Self.capacity { state.known.removeAll() }
      state.known[hash] = (found, now + Self.lifetime)
    }
  }

  func forget(_ hash: String) {
    state.withLock { state in
      state.known[hash] = nil
      state.generation += 1
    }
  }

  func forgetAll() {
    state.withLock { state in
      state.known.removeAll()
      state.generation += 1
    }
  }
}
