import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ProvisionTests {
  @Test(arguments: Engine.available)
  func `repeating it changes nothing`(engine: Engine) async throws {
    try await withDesk(on: engine, withPasswords: true) { desk in
      let before = try await desk.recovery.operators()
      let again = try await Desk(desk.recovery.database, withPasswords: true)
      #expect(try await again.recovery.operators() == before)
      #expect(again.ivan == desk.ivan)
      #expect(again.bot == desk.bot)
    }
  }

  @Test(arguments: Engine.available)
  func `a new skill brings somebody into the queue`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.missedChat()
      var provision = Provision()
      provision.operators = [
        .init(
          login: "petro", name: "Petro", role: .operator, skills: ["sales", "support"], locale: "en",
          timeZone: "Europe/Kyiv", password: nil)
      ]
      try await desk.recovery.apply(provision)
      #expect(try await desk.recovery.notifications(for: desk.petro).count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `an entry that names what is not there changes nothing at all`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.queues = [.init(name: "New", skills: [], rule: desk.sales.rule)]
      provision.channels = [.init(name: "new", kind: .web, queue: "Nowhere", owner: nil, options: [:])]
      let broken = provision
      await #expect(throws: InvalidInput.self) { try await desk.recovery.apply(broken) }
      let queues = try await desk.recovery.directory().queues.values
      #expect(!queues.contains { $0.name == "New" })
    }
  }
}
