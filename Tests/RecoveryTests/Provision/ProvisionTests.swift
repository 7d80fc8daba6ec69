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
  func `what an entry of a contact does not name stays, and repeating it tells nothing`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      _ = try await desk.recovery.designate(contact: olena, to: desk.maria.id, by: desk.oksana)
      let identities = [Contact.Identity(kind: .telegram, externalID: "77")]
      let entry = Provision.ContactEntry(
        name: "Олена Мельник", owner: nil, phone: "+380671234567", email: nil, identities: identities)
      for _ in 0..<2 { try await desk.recovery.apply(desk.provision(contact: entry)) }
      let card = try await desk.card(olena)
      #expect(card.contact.owner == desk.maria.reference)
      #expect(card.history.map(\.what) == [.contactDesignated, .contactEdited])
      #expect(try await desk.found("мельник", by: desk.anna) == [olena])
      #expect(try await desk.found("067 123", by: desk.anna) == [olena])
    }
  }

  @Test(arguments: Engine.available)
  func `a contact's new owner is told in its history, and a new identity is found`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      let identities = ["77", "596417"].map { Contact.Identity(kind: .telegram, externalID: $0) }
      let entry = Provision.ContactEntry(name: "Олена", owner: "petro", phone: nil, email: nil, identities: identities)
      try await desk.recovery.apply(desk.provision(contact: entry))
      let card = try await desk.card(olena)
      #expect(card.contact.owner == desk.petro.reference)
      #expect(card.history.map(\.what) == [.contactDesignated])
      #expect(card.history.map(\.detail) == ["Petro"])
      #expect(card.history.map(\.by) == [nil])
      #expect(try await desk.found("596417", by: desk.anna) == [olena])
    }
  }

  @Test(arguments: Engine.available)
  func `sixteen administrators who save at once all save`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<16 {
          let queue = Provision.QueueEntry(name: "Queue \(number)", skills: ["sales"], rule: desk.sales.rule)
          group.addTask { _ = try await desk.recovery.save(queue, as: nil, seen: nil, by: desk.anna) }
        }
        try await group.waitForAll()
      }
      let members = try await desk.recovery.directory().members
      #expect(members.values.count { $0.contains(desk.ivan.id) } == 17)
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

extension Desk {
  fileprivate func provision(contact: Provision.ContactEntry) -> Provision {
    var provision = Provision()
    provision.contacts = [contact]
    return provision
  }
}
