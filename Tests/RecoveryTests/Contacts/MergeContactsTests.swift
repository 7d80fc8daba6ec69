import Recovery
import Storage
import Testing
import TestSupport

@Suite struct MergeContactsTests {
  @Test(arguments: Engine.available)
  func `the same phone, however it is written, and the same e-mail propose to merge`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      let lena = try await desk.customer("Lena K.", from: "78")
      let other = try await desk.customer("Ірина", from: "79")
      try await desk.set(olena, "Олена", phone: "+380 67 123 45 67")
      try await desk.set(lena, "Lena K.", phone: "067-123-45-67")
      try await desk.set(other, "Ірина", phone: "+380 50 765 43 21", email: "iryna@example.com")

      #expect(try await desk.doubles(of: olena) == [lena])
      #expect(try await desk.doubles(of: other) == [])
      try await desk.set(lena, "Lena K.", phone: nil, email: "IRYNA@example.com")
      #expect(try await desk.doubles(of: olena) == [])
      #expect(try await desk.doubles(of: other) == [lena])
    }
  }

  @Test(arguments: Engine.available)
  func `merging moves chats, Activities and identities, and the old address leads on`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat(from: "77", name: "Олена")
      let olena = try #require(activity.contact?.id)
      let lena = try await desk.customer("Lena", from: "78")
      try await desk.set(lena, "Lena", phone: "+380671234567")
      try await desk.set(olena, "Олена", phone: nil, email: "olena@example.com")

      guard case .merged(let kept) = try await desk.recovery.merge(contact: lena, into: olena, by: desk.oksana) else {
        Issue.record("They can be merged.")
        return
      }

      #expect(kept.id == olena)
      #expect((kept.name, kept.phone, kept.email) == ("Олена", "+380671234567", "olena@example.com"))
      #expect(kept.identities.map(\.externalID) == ["77", "78"])
      let card = try await desk.card(olena)
      #expect(card.chats.chats.count == 2)
      #expect(card.activities.activities.map(\.id) == [activity.id])
      #expect(card.history.last?.what == .contactMerged)
      guard case .merged(into: olena) = try await desk.recovery.contact(lena, for: desk.ivan) else {
        Issue.record("The old address leads on.")
        return
      }
      #expect(try await desk.found("lena") == [])
      #expect(try await desk.found("067123") == [olena])
      let again = try await desk.customer("Lena", from: "78")
      #expect(again == olena)
    }
  }

  @Test(arguments: Engine.available)
  func `who writes while they are merged ends up in the contact that stays`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      let lena = try await desk.customer("Lena", from: "78")
      async let merged = desk.recovery.merge(contact: lena, into: olena, by: desk.oksana)
      async let wrote: Void = desk.write("And another thing", id: "late", from: "78", name: "Lena")
      _ = try await (merged, wrote)

      try await desk.recovery.indexContacts()

      #expect(try await desk.card(olena).chats.chats.map(\.externalID).sorted() == ["77", "78"])
    }
  }

  @Test(arguments: Engine.available)
  func `a contact is not merged with itself, nor twice, nor by operators`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      let lena = try await desk.customer("Lena", from: "78")
      #expect(try await desk.recovery.merge(contact: olena, into: olena, by: desk.oksana) == .notPossible)
      #expect(try await desk.recovery.merge(contact: lena, into: olena, by: desk.ivan) == .missing)
      _ = try await desk.recovery.merge(contact: lena, into: olena, by: desk.oksana)
      #expect(try await desk.recovery.merge(contact: lena, into: olena, by: desk.oksana) == .notPossible)
      #expect(try await desk.recovery.merge(contact: "nothing", into: olena, by: desk.oksana) == .missing)
    }
  }

  @Test(arguments: Engine.available)
  func `of two who merge in opposite directions at once one wins`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      let lena = try await desk.customer("Lena", from: "78")
      async let one = desk.recovery.merge(contact: lena, into: olena, by: desk.oksana)
      async let other = desk.recovery.merge(contact: olena, into: lena, by: desk.anna)
      let outcomes = try await [one, other]
      #expect(outcomes.count { $0 == .notPossible } == 1)
    }
  }
}

extension Desk {
  func set(_ id: String, _ name: String, phone: String?, email: String? = nil) async throws {
    let change = ContactChange(name: name, phone: phone, email: email)
    guard case .changed = try await recovery.edit(contact: id, change, by: oksana) else { throw Missing("contact") }
  }

  func doubles(of id: String) async throws -> [String] {
    try await recovery.doubles(of: card(id).contact, for: oksana).map(\.id)
  }
}
