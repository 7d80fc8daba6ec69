import Recovery
import Storage
import TestSupport
import Testing

@Suite struct ChangePasswordTests {
  @Test(arguments: Engine.available)
  func `another password ends the sessions in other browsers and no program's token`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      let (here, elsewhere) = (try await desk.signIn("ivan"), try await desk.signIn("ivan"))
      let maria = try await desk.signIn("maria")
      let program = try #require(try await desk.recovery.createToken(login: "ivan"))
      let outcome = try await desk.recovery.changePassword(
        of: desk.ivan, from: Desk.password, to: "blue cups in a row", keeping: here)
      #expect(outcome == .changed)
      for token in [here, program] { #expect(try await desk.recovery.authenticate(token: token) == desk.ivan) }
      #expect(try await desk.recovery.authenticate(token: elsewhere) == nil)
      #expect(try await desk.recovery.authenticate(token: maria) == desk.maria)
      guard case .refused = try await desk.recovery.signIn(login: "ivan", password: Desk.password) else {
        Issue.record("The old password is no longer right.")
        return
      }
      _ = try await desk.signIn("ivan", "blue cups in a row")
    }
  }

  @Test(arguments: Engine.available)
  func `the audit list tells that it was changed, and nothing of the password`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      _ = try await desk.recovery.changePassword(
        of: desk.ivan, from: Desk.password, to: "blue cups in a row", keeping: "")
      let entry = try #require(try await desk.recovery.audit(of: .operator, desk.ivan.id).entries.first)
      #expect(entry.what == .passwordChanged)
      #expect(entry.by == desk.ivan.reference)
      #expect(entry.changes.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `without the present password nothing changes, and guessing it is slowed down`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      func attempt(_ present: String) async throws -> ChangePasswordOutcome {
        try await desk.recovery.changePassword(
          of: desk.ivan, from: present, to: "blue cups in a row", keeping: "", at: "192.0.2.1")
      }
      for _ in 0..<10 { #expect(try await attempt("guessed") == .refused) }
      guard case .tooManyAttempts(let wait) = try await attempt(Desk.password) else {
        Issue.record("Ten failures are enough.")
        return
      }
      desk.time.advance(by: wait)
      #expect(try await attempt(Desk.password) == .changed)
    }
  }

  @Test(arguments: ["", "nine char", String(repeating: "x", count: 1001)])
  func `a password that is too short or endless is refused`(new: String) async throws {
    try await withDesk(on: .sqlite, withPasswords: true) { desk in
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.changePassword(of: desk.ivan, from: Desk.password, to: new, keeping: "")
      }
    }
  }

  @Test(arguments: Engine.available)
  func `of two who change it at once one is refused`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      async let first = desk.recovery.changePassword(
        of: desk.ivan, from: Desk.password, to: "blue cups in a row", keeping: "")
      async let second = desk.recovery.changePassword(
        of: desk.ivan, from: Desk.password, to: "red cups in a row", keeping: "")
      let outcomes = try await [first, second]
      #expect(outcomes.count { $0 == .changed } == 1)
      #expect(outcomes.count { $0 == .refused } == 1)
    }
  }
}

extension Desk {
  /// - Returns: the new session's token.
  fileprivate func signIn(_ login: String, _ password: String = Desk.password) async throws -> String {
    guard case .signedIn(let session) = try await recovery.signIn(login: login, password: password) else {
      throw Missing("session of \(login)")
    }
    return session.token
  }
}
