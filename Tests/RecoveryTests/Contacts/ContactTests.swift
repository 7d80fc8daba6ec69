import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ContactTests {
  @Test(arguments: Engine.available)
  func `a contact is found by the beginning of any name, number or address`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена Коваль-Мельник", from: "596417343")
      _ = try await desk.customer("Ірина Бондар", from: "700100200")
      let change = ContactChange(name: "Олена Коваль-Мельник", phone: "+380 67 123-45-67", email: "Lena@Example.com")
      _ = try await desk.recovery.edit(contact: olena, change, by: desk.ivan)

      for text in ["олен", "КОВАЛЬ", "мельник", "коваль ол", "+38067", "067 123", "671234567", "lena@", "596417"] {
        #expect(try await desk.found(text) == [olena], "\(text)")
      }
      for text in ["лена", "Ірина Коваль", "123", "%"] {
        #expect(try await desk.found(text) == [], "\(text)")
      }
    }
  }

  @Test(arguments: Engine.available)
  func `pages of the list and of a search go on where the last ended`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var all: [String] = []
      for number in 0..<5 { all.append(try await desk.customer("Олена \(number)", from: "10\(number)")) }

      let listed = try await desk.pages { after in
        try await desk.recovery.contacts(after: after, limit: 2, for: desk.ivan)
      }
      #expect(listed == all.reversed())
      let searched = try await desk.pages { after in
        try await desk.recovery.contacts(matching: "олена", after: after, limit: 2, for: desk.oksana)
      }
      #expect(searched == all)
    }
  }

  @Test(arguments: Engine.available)
  func `an operator finds whoever wrote to their queues and their own, a supervisor everybody`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      #expect(try await desk.found("олена", by: desk.ivan) == [olena])
      #expect(try await desk.found("олена", by: desk.petro) == [])
      #expect(try await desk.recovery.contacts(for: desk.petro).contacts.isEmpty)
      guard case .missing = try await desk.recovery.contact(olena, for: desk.petro) else {
        Issue.record("Petro may not see her.")
        return
      }

      _ = try await desk.recovery.designate(contact: olena, to: desk.petro.id, by: desk.oksana)

      #expect(try await desk.found("олена", by: desk.petro) == [olena])
      #expect(try await desk.recovery.contacts(for: desk.petro).contacts.map(\.id) == [olena])
      #expect(try await desk.recovery.contacts(for: desk.oksana).contacts.map(\.id) == [olena])
    }
  }

  @Test(arguments: Engine.available)
  func `only the designated owner is notified of what the contact misses then`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      _ = try await desk.recovery.designate(contact: olena, to: desk.maria.id, by: desk.oksana)
      let activity = try await desk.missedChat()
      #expect(activity.designatedID == desk.maria.id)
      #expect(try await desk.recovery.notifications(for: desk.ivan).notifications.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `what cannot be a name, a phone or an e-mail is refused`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      for (change, field) in [
        (ContactChange(name: "", phone: nil, email: nil), "name"),
        (ContactChange(name: "Олена", phone: "call me", email: nil), "phone"),
        (ContactChange(name: "Олена", phone: nil, email: "nobody"), "email"),
      ] {
        let error = await #expect(throws: InvalidInput.self) {
          try await desk.recovery.edit(contact: olena, change, by: desk.ivan)
        }
        #expect(error?.field == field)
      }
      #expect(try await desk.card(olena).history.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `chats and Activities of a contact come in pages`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      for _ in 0..<21 {
        let chat = try #require(try await desk.card(olena).chats.chats.first)
        #expect(try await desk.recovery.closeChat(chat.id, by: desk.ivan) == .closed)
        desk.time.advance(by: .seconds(60))
        _ = try await desk.customer("Олена", from: "77")
      }

      let first = try await desk.card(olena).chats
      #expect(first.chats.count == 20)
      guard
        case .found(let rest) = try await desk.recovery.contact(olena, chatsAfter: first.next, for: desk.ivan)
      else { throw Desk.Missing("contact") }
      #expect(rest.chats.chats.count == 2)
      #expect(rest.chats.next == nil)
    }
  }
}

extension Desk {
  /// A customer writes, and nobody minds whether they are answered.
  ///
  /// - Returns: the contact's id.
  func customer(_ name: String, from customer: String) async throws -> String {
    let id = "\(customer)-\(time.now().milliseconds)"
    try await write("Good day", id: id, from: customer, name: name)
    try await recovery.indexContacts()
    var filter = ChatFilter(state: .waiting)
    filter.limit = 100
    let chats = try await recovery.chats(filter, for: anna).chats
    guard let chat = chats.first(where: { $0.externalID == customer }) else { throw Missing("chat") }
    return chat.contact.id
  }

  func found(_ text: String, by viewer: Operator? = nil) async throws -> [String] {
    try await recovery.contacts(matching: text, for: viewer ?? ivan).contacts.map(\.id)
  }

  func card(_ id: String) async throws -> ContactCard {
    guard case .found(let card) = try await recovery.contact(id, for: anna) else { throw Missing("contact") }
    return card
  }

  func pages(_ page: (String?) async throws -> ContactPage) async throws -> [String] {
    var ids: [String] = []
    var after: String?
    repeat {
      let page = try await page(after)
      ids += page.contacts.map(\.id)
      after = page.next
    } while after != nil && ids.count < 100
    return ids
  }
}
