import Recovery
import Storage
import Testing
import TestSupport

@Suite struct SignInTests {
  @Test(arguments: Engine.available)
  func `the right password opens a session, which ends with signing out`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      guard case .signedIn(let session) = try await desk.recovery.signIn(login: " Ivan ", password: Desk.password)
      else {
        Issue.record("The password is right.")
        return
      }
      #expect(try await desk.recovery.authenticate(token: session.token) == desk.ivan)
      #expect(try await desk.recovery.signOut(token: session.token))
      #expect(try await desk.recovery.authenticate(token: session.token) == nil)
    }
  }

  @Test func `a wrong password, an unknown login and one without a password are refused alike`() async throws {
    try await withDesk(on: .sqlite, withPasswords: true) { desk in
      for (login, password) in [("ivan", "wrong"), ("nobody", Desk.password), ("ivan", "")] {
        guard case .refused = try await desk.recovery.signIn(login: login, password: password) else {
          Issue.record("\(login) must be refused.")
          return
        }
      }
    }
  }

  @Test func `after ten failures a login must wait, and then may try again`() async throws {
    try await withDesk(on: .sqlite, withPasswords: true) { desk in
      for _ in 0..<10 { _ = try await desk.recovery.signIn(login: "ivan", password: "wrong") }
      guard case .tooManyAttempts(let wait) = try await desk.recovery.signIn(login: "ivan", password: Desk.password)
      else {
        Issue.record("Ten failures are enough.")
        return
      }
      desk.time.advance(by: wait)
      guard case .signedIn = try await desk.recovery.signIn(login: "ivan", password: Desk.password) else {
        Issue.record("The time is over.")
        return
      }
    }
  }

  @Test(arguments: Engine.available)
  func `a session expires`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      guard case .signedIn(let session) = try await desk.recovery.signIn(login: "ivan", password: Desk.password)
      else { return }
      desk.time.advance(by: Recovery.sessionLength + .seconds(1))
      #expect(try await desk.recovery.authenticate(token: session.token) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a program's token acts for its operator`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let token = try #require(try await desk.recovery.createToken(login: "maria"))
      #expect(try await desk.recovery.authenticate(token: token) == desk.maria)
      #expect(try await desk.recovery.createToken(login: "nobody") == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a program's token does not end by signing out`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let token = try #require(try await desk.recovery.createToken(login: "maria"))
      #expect(try await desk.recovery.signOut(token: token) == false)
      #expect(try await desk.recovery.authenticate(token: token) == desk.maria)
      #expect(try await desk.recovery.tokens().count == 1)
      #expect(try await desk.recovery.signOut(token: "unknown"))
    }
  }

  @Test func `to sign out without a session wakes nobody`() async throws {
    try await withDesk(on: .sqlite, withPasswords: true) { desk in
      guard case .signedIn(let session) = try await desk.recovery.signIn(login: "ivan", password: Desk.password)
      else { throw Desk.Missing("session") }
      for (token, wakes) in [("unknown", false), (session.token, true)] {
        let changes = desk.recovery.database.changes
        let (directory, later) = (changes.wakeUps(for: [.directory]), changes.wakeUps(for: [.chats]))

        _ = try await desk.recovery.signOut(token: token)

        try await desk.recovery.database.write { $0.signal(.chats) }
        for await _ in later { break }
        #expect(await hasCome(in: directory) == wakes)
      }
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `a sign-in that meets the reset of its password is refused`() async throws {
    try await withDesk(on: .postgres, withPasswords: true) { desk in
      let (outcome, waited) = try await desk.recovery.meeting { connection in
        try connection.execute(
          "UPDATE operators SET password_hash = 'another' WHERE id = $1", [.text(desk.ivan.id)])
        try connection.execute("DELETE FROM sessions WHERE operator_id = $1", [.text(desk.ivan.id)])
      } _: {
        try await desk.recovery.signIn(login: "ivan", password: Desk.password)
      }
      #expect(waited)
      guard case .refused = outcome else {
        Issue.record("The password is no longer right.")
        return
      }
    }
  }
}

/// Whether a wake-up is there already; none is waited for.
private func hasCome(in wakeUps: AsyncStream<Void>) async -> Bool {
  await Task {
    withUnsafeCurrentTask { $0?.cancel() }
    return await wakeUps.first { _ in true } != nil
  }.value
}
