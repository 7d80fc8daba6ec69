import Storage

/// A sign-in that succeeded.
package struct Session: Sendable {
  /// The secret that the browser keeps; it is nowhere else.
  package let token: String
  package let `operator`: Operator
  package let expiresAt: Timestamp
}

package enum SignInOutcome: Sendable {
  case signedIn(Session)
  /// Login or password are wrong; which of them is not said.
  case refused
  case tooManyAttempts(retryAfter: Duration)
}

extension Recovery {
  /// How long a browser stays signed in.
  package static let sessionLength: Duration = .seconds(14 * 24 * 60 * 60)

  /// - Parameter address: from where it is tried.
  package func signIn(login: String, password: String, from address: String = "") async throws -> SignInOutcome {
    let now = time.now()
    let attempt = SignInAttempts.Attempt(login: login.trimmed.lowercased(), address: address)
    if let wait = attempts.begin(attempt, at: now) { return .tooManyAttempts(retryAfter: wait) }
    let outcome: SignInOutcome
    do {
      outcome = try await openSession(for: attempt.login, password, at: now)
    } catch {
      attempts.withdraw(attempt)
      throw error
    }
    if case .signedIn = outcome { attempts.succeeded(attempt) }
    return outcome
  }

  private func openSession(
    for login: String, _ password: String, at now: Timestamp
  ) async throws -> SignInOutcome {
    let found = try await credentials(of: login)
    let isRight = try await PasswordHash.matches(password, found?.hash ?? PasswordHash.ofNobody)
    guard let found, isRight else { return .refused }
    let expiry = now + Self.sessionLength
    guard let token = try await newToken(for: found.operator, with: found.hash, expiresAt: expiry) else {
      return .refused
    }
    return .signedIn(Session(token: token, operator: found.operator, expiresAt: expiry))
  }

  /// Ends a browser's session.
  ///
  /// - Returns: false where the token is a program's, which an administrator withdraws.
  package func signOut(token: String) async throws -> Bool {
    let hash = SecretToken.hash(token)
    let isProgram = try await database.write { connection in
      let ended = try connection.execute(
        "DELETE FROM sessions WHERE token_hash = $1 AND kind = 'browser'", [.text(hash)])
      if ended > 0 {
        connection.signal(.directory)
        return false
      }
      return try connection.row("SELECT token_hash FROM sessions WHERE token_hash = $1", [.text(hash)]) != nil
    }
    sessions.forget(hash)
    return !isProgram
  }

  /// Opens a session, where the password that was shown is still the right one: who resets it meanwhile ends also this.
  ///
  /// - Parameter verified: the hash of the password that was shown.
  /// - Returns: nil where it has been changed since, or its owner works here no more.
  private func newToken(
    for owner: Operator, with verified: String?, expiresAt: Timestamp
  ) async throws -> String? {
    let token = SecretToken.make()
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      try connection.execute("DELETE FROM sessions WHERE expires_at < $1", [.time(now)])
      let opened = try connection.row(
        """
        INSERT INTO sessions (token_hash, operator_id, kind, created_at, expires_at)
        SELECT $1, id, 'browser', $3, $4 FROM operators
        WHERE id = $2 AND password_hash = $5 AND disabled_at IS NULL\(lock)
        RETURNING operator_id
        """,
        [
          .text(SecretToken.hash(token)), .text(owner.id), .time(now), .time(expiresAt), .optional(verified),
        ])
      return opened == nil ? nil : token
    }
  }

  /// Who has this login, and the hash of their password; nil where nobody who works here does.
  func credentials(of login: String) async throws -> (operator: Operator, hash: String?)? {
    try await database.read { connection in
      try connection.row(
        """
        SELECT id, login, name, role, locale, time_zone, password_hash FROM operators
        WHERE login = $1 AND disabled_at IS NULL
        """,
        [.text(login)]
      ).map { (try Operator(row: $0), try $0.optionalText("password_hash")) }
    }
  }
}

extension Operator {
  init(row: SQLRow) throws {
    self.init(
      id: try row.text("id"), login: try row.text("login"), name: try row.text("name"),
      role: try row.choice("role", as: Role.self), locale: try row.text("locale"),
      timeZone: try row.text("time_zone"))
  }
}
