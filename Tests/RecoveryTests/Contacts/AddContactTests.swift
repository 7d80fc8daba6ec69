import Storage
import TestSupport
import Testing

@testable import Recovery

@Suite struct AddContactTests {
  @Test(arguments: Engine.available)
  func `a contact that was added is found at once, and its history tells by whom and for whom`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let new = ContactChange(name: "Олена Коваль", phone: "+380 67 123 45 67", email: "olena@example.com")

      let olena = try await desk.add(new, owner: desk.maria.id, by: desk.oksana)

      #expect((olena.name, olena.phone, olena.email) == (new.name, new.phone, new.email))
      #expect(olena.owner == desk.maria.reference)
      for text in ["коваль", "067 123", "olena@"] { #expect(try await desk.found(text, by: desk.maria) == [olena.id]) }
      #expect(try await desk.found("коваль", by: desk.petro) == [])
      let history = try await desk.card(olena.id).history
      #expect(history.map(\.what) == [.contactAdded, .contactDesignated])
      #expect(history.map(\.by) == [desk.oksana.reference, desk.oksana.reference])
    }
  }

  @Test(arguments: Engine.available)
  func `what an operator adds is theirs, whomever they name`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.add(
        ContactChange(name: "Олена", phone: nil, email: nil), owner: desk.maria.id, by: desk.ivan)
      #expect(olena.owner == desk.ivan.reference)
      #expect(try await desk.found("олена", by: desk.ivan) == [olena.id])
    }
  }

  @Test(arguments: Engine.available)
  func `whoever has the phone or the e-mail already is answered, and nothing is added`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      try await desk.set(olena, "Олена", phone: "067-123-45-67", email: "olena@example.com")

      for (phone, email) in [("+380 67 123 45 67", nil), (nil, "OLENA@example.com")] {
        let again = ContactChange(name: "Lena", phone: phone, email: email)
        let outcome = try await desk.recovery.addContact(again, by: desk.ivan)
        #expect(outcome == .known(try await desk.card(olena).contact))
      }

      #expect(try await desk.recovery.contacts(for: desk.anna).contacts.map(\.id) == [olena])
      #expect(try await desk.card(olena).contact.name == "Олена")
    }
  }

  @Test(arguments: Engine.available)
  func `nobody learns by adding that there is a contact whom they may not see`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      try await desk.set(olena, "Олена", phone: "067-123-45-67")

      let second = try await desk.add(
        ContactChange(name: "Lena", phone: "+380671234567", email: nil), owner: nil, by: desk.petro)

      #expect(try await desk.doubles(of: olena) == [second.id])
    }
  }

  @Test(arguments: Engine.available)
  func `sixteen who add the same customer at once add one`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let new = ContactChange(name: "Олена", phone: "+380671234567", email: nil)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 { group.addTask { _ = try await desk.recovery.addContact(new, by: desk.oksana) } }
        try await group.waitForAll()
      }
      #expect(try await desk.recovery.contacts(for: desk.oksana).contacts.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `for a contact that is added nobody reads the desk or who is signed in anew`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let before = (desk.recovery.directories.generation, desk.recovery.sessions.generation)

      _ = try await desk.add(ContactChange(name: "Олена", phone: nil, email: nil), owner: nil, by: desk.ivan)

      #expect(before == (desk.recovery.directories.generation, desk.recovery.sessions.generation))
    }
  }

  @Test(arguments: Engine.available)
  func `what cannot be, and an owner who is not there, is refused`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let refused = await #expect(throws: InvalidInput.self) {
        try await desk.recovery.addContact(ContactChange(name: "Олена", phone: "call me", email: nil), by: desk.ivan)
      }
      #expect(refused?.field == "phone")
      let olena = ContactChange(name: "Олена", phone: nil, email: nil)
      let outcome = try await desk.recovery.addContact(olena, owner: "nobody", by: desk.oksana)
      #expect(outcome == .noSuchOperator)
      #expect(try await desk.recovery.contacts(for: desk.anna).contacts.isEmpty)
    }
  }
}

extension Desk {
  fileprivate func add(_ new: ContactChange, owner: String?, by author: Operator) async throws -> Contact {
    guard case .added(let contact) = try await recovery.addContact(new, owner: owner, by: author) else {
      throw Missing("new contact")
    }
    return contact
  }
}
