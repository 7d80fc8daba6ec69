import Recovery
import Storage
import Testing
import TestSupport

/// Who works here, and who no more.
@Suite struct OperatorAdministrationTests {
  @Test(arguments: Engine.available)
  func `a new operator signs in with the password that is shown once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let outcome = try await desk.recovery.add(Self.entry("halyna", role: .operator), by: desk.anna)
      guard case .saved(let id, let password?) = outcome else {
        Issue.record("She is new.")
        return
      }
      guard case .signedIn(let session) = try await desk.recovery.signIn(login: "halyna", password: password) else {
        Issue.record("It is her password.")
        return
      }
      #expect(session.operator.id == id)
      #expect(try await desk.recovery.queue(desk.sales.id)?.members.map(\.name).contains("halyna") == true)
      let told = try await desk.recovery.audit(of: .operator, id).entries.flatMap(\.changes)
      #expect(!told.contains { $0.to == password || $0.field == "password" })
    }
  }

  @Test(arguments: [
    ("Europe/Kyiv", true), ("Asia/Kolkata", true), ("Etc/GMT-14", true), ("UTC", true), ("GMT+3", false),
    ("UTC+03:00", false), ("EET", true), ("Japan", true), ("PST", false), ("Nowhere/City", false), ("", false),
  ])
  func `a time zone is one that browsers know, too`(name: String, isKnown: Bool) {
    #expect(TimeZoneName.isKnown(name) == isKnown)
  }

  @Test func `an operator is not saved with another one`() async throws {
    try await withDesk(on: .sqlite) { desk in
      let entry = Provision.OperatorEntry(
        login: "halyna", name: "Halyna", role: .operator, skills: [], locale: "uk", timeZone: "GMT+3", password: nil)
      let error = await #expect(throws: InvalidInput.self) { try await desk.recovery.add(entry, by: desk.anna) }
      #expect(error?.field == "timeZone")
    }
  }

  @Test(arguments: Engine.available)
  func `a password that is reset ends the sessions of the old one`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      guard case .signedIn(let session) = try await desk.recovery.signIn(login: "ivan", password: Desk.password)
      else {
        Issue.record("It is his password.")
        return
      }
      #expect(try await desk.recovery.authenticate(token: session.token)?.id == desk.ivan.id)

      let password = try #require(try await desk.recovery.resetPassword(ofOperator: desk.ivan.id, by: desk.anna))

      #expect(try await desk.recovery.authenticate(token: session.token) == nil)
      guard case .refused = try await desk.recovery.signIn(login: "ivan", password: Desk.password) else {
        Issue.record("The old password counts no more.")
        return
      }
      guard case .signedIn = try await desk.recovery.signIn(login: "ivan", password: password) else {
        Issue.record("The new one counts.")
        return
      }
      #expect(try await desk.recovery.audit(of: .operator, desk.ivan.id).entries.first?.what == .passwordReset)
    }
  }

  @Test(arguments: Engine.available)
  func `whoever is deactivated is out everywhere, and what they had is offered again`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      let token = try #require(try await desk.recovery.createToken(login: "ivan"))
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      #expect(try await desk.recovery.authenticate(token: token) != nil)

      #expect(try await desk.recovery.deactivate(operator: desk.ivan.id, seen: nil, by: desk.anna) == .done)

      #expect(try await desk.recovery.authenticate(token: token) == nil)
      guard case .refused = try await desk.recovery.signIn(login: "ivan", password: Desk.password) else {
        Issue.record("He works here no more.")
        return
      }
      #expect(try await desk.recovery.createToken(login: "ivan") == nil)
      #expect(try await desk.recovery.directory().members[desk.sales.id] == [desk.maria.id])
      #expect(try await desk.open().map(\.status) == [.notStarted])
      #expect(try await desk.recovery.notifications(for: desk.maria).count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `a customer of somebody who is deactivated belongs to the queue`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.contacts = [
        .init(
          name: "Ірина", owner: "petro", phone: nil, email: nil,
          identities: [.init(kind: .telegram, externalID: "88")])
      ]
      try await desk.recovery.apply(provision)
      let before = try await desk.missedChat(from: "88", name: "Ірина")
      #expect(before.designatedID == desk.petro.id)

      _ = try await desk.recovery.deactivate(operator: desk.petro.id, seen: nil, by: desk.anna)

      #expect(try await desk.open().map(\.designatedID) == [nil])
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `the last administrator stays`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let demoted = Self.entry("anna", role: .operator)
      #expect(
        try await desk.recovery.change(operator: desk.anna.id, to: demoted, seen: nil, by: desk.anna)
          == .lastAdministrator)
      #expect(
        try await desk.recovery.deactivate(operator: desk.anna.id, seen: nil, by: desk.anna) == .lastAdministrator)
      _ = try await desk.recovery.add(Self.entry("halyna", role: .administrator), by: desk.anna)
      #expect(try await desk.recovery.deactivate(operator: desk.anna.id, seen: nil, by: desk.anna) == .done)
      #expect(try await desk.recovery.activate(operator: desk.anna.id, seen: nil, by: desk.anna) == .done)
      #expect(try await desk.recovery.directory().operators[desk.anna.id] != nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a program's token is listed by its name, with its use, until it is revoked`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let token = try #require(
        try await desk.recovery.createToken(login: "ivan", named: "reports", by: desk.anna))
      let record = try #require(try await desk.recovery.tokens().first)
      #expect(record.name == "reports")
      #expect(record.operator == desk.ivan.reference)
      #expect(record.usedAt == nil)

      #expect(try await desk.recovery.authenticate(token: token) == desk.ivan)

      #expect(try await desk.recovery.tokens().first?.usedAt != nil)
      #expect(try await desk.recovery.revoke(token: record.id, by: desk.anna))
      #expect(try await desk.recovery.authenticate(token: token) == nil)
      #expect(try await desk.recovery.revoke(token: record.id, by: desk.anna) == false)
      let told = try await desk.recovery.audit(of: .token).entries
      #expect(told.map(\.what) == [.removed, .created])
      #expect(!told.contains { entry in entry.changes.contains { $0.to == token } })
    }
  }

  private static func entry(_ login: String, role: Role) -> Provision.OperatorEntry {
    .init(
      login: login, name: login, role: role, skills: ["sales"], locale: "uk", timeZone: "Europe/Kyiv", password: nil)
  }
}
