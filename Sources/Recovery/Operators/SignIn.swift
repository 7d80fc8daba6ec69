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

  package func signIn(login: String, password: String) async throws -> SignInOutcome {
    let now = time.now()
    let login = login.trimmed.lowercased()
    if let wait = attempts.refusal(of: login, at: now) { return .tooManyAttempts(retryAfter: wait) }
    let found = try await credentials(of: login)
    let isRight = try await PasswordHash.matches(password, found?.hash ?? PasswordHash.ofNobody)
    guard let found, isRight else {
      attempts.failed(login, at: now)
      return .refused
    }
    attempts.succeeded(login)
    let expiry = now + Self.sessionLength
    let token = try await newToken(for: found.operator, kind: "browser", expiresAt: expiry)
    return .signedIn(Session(token: token, operator: found.operator, expiresAt: expiry))
  }

  package func signOut(token: String) async throws {
    let hash = SecretToken.hash(token)
    try await database.write { connection in
      try connection.execute("DELETE FROM sessions WHERE token_hash = $1", [.text(hash)])
      connection.signal(.directory)
    }
    sessions.forget(hash)
  }

  /// A secret by which a program acts for the operator until it is withdrawn; nil where there is no such login.
  package func createToken(login: String) async throws -> String? {
    guard let found = try await credentials(of: login.trimmed.lowercased()) else { return nil }
    return try await newToken(for: found.operator, kind: "program", expiresAt: nil)
  }

  private func newToken(for owner: Operator, kind: String, expiresAt: Timestamp?) async throws -> String {
    let token = SecretToken.make()
    let now = time.now()
    try await database.write { connection in
      try connection.execute("DELETE FROM sessions WHERE expires_at < $1", [.time(now)])
      try connection.execute(
        "INSERT INTO sessions (token_hash, operator_id, kind, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        [.text(SecretToken.hash(token)), .text(owner.id), .text(kind), .time(now), .time(expiresAt)])
    }
    return token
  }

  private func credentials(of login: String) async throws -> (operator: Operator, hash: String?)? {
    try await database.read { connection in
      try connection.row(
        "SELECT id, login, name, role, locale, time_zone, password_hash FROM operators WHERE login = $1",
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
