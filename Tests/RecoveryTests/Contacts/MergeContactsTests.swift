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

@Suite struct EraseContactTests {
  @Test(arguments: Engine.available)
  func `erasing leaves no word and no name anywhere, and keeps the figures`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let secret = "таємниця"
      try await desk.write(secret, id: "1", from: "59641734", name: "Олена Секретна")
      try await desk.wait()
      let activity = try #require(try await desk.open().first)
      _ = try await desk.recovery.decline(activity.id, reason: "\(secret)?", by: desk.maria)
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.reply(to: activity.chatID, text: "\(secret)!", by: desk.ivan)
      let contact = try #require(activity.contact?.id)
      try await desk.set(contact, "Олена Секретна", phone: "+380671234567", email: "secret@example.com")
      #expect(try await desk.recovery.erase(contact: contact, by: desk.anna) == .activityOpen)
      _ = try await desk.recovery.close(
        activity.id, as: .completed, result: "answered", notes: secret, by: desk.ivan)

      #expect(try await desk.recovery.erase(contact: contact, by: desk.oksana) == .missing)
      #expect(try await desk.recovery.erase(contact: contact, by: desk.anna) == .erased)

      for word in [secret, "Секретна", "59641734", "380671234567", "671234567", "secret@example.com"] {
        #expect(try await desk.places(of: word) == [], "\(word)")
      }
      let kept = try await desk.current(activity)
      #expect((kept.status, kept.result) == (.completed, "answered"))
      #expect(try await desk.steps(of: activity).contains(.accepted))
      #expect(try await desk.card(contact).history.last?.what == .contactErased)
      let anew = try await desk.customer("Олена", from: "59641734")
      #expect(anew != contact)
    }
  }

  @Test(arguments: Engine.available)
  func `the export holds everything that was said`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Good day!", by: desk.ivan)
      let contact = try #require(activity.contact?.id)

      let export = try #require(try await desk.recovery.export(contact: contact, for: desk.oksana))

      #expect(export.contact.name == "Олена")
      #expect(export.chats.flatMap(\.messages).map(\.text) == ["Is anybody there?", "Good day!"])
      #expect(export.activities.map(\.id) == [activity.id])
      #expect(!export.isCut)
      #expect(try await desk.recovery.export(contact: contact, for: desk.ivan) == nil)
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

  /// The columns of all tables in which a word stands, as `table.column`.
  fileprivate func places(of word: String) async throws -> [String] {
    let columns = [
      "contacts": ["name", "phone", "email"], "identities": ["external_id"], "contact_terms": ["term"],
      "chats": ["external_id", "last_text"], "messages": ["text", "external_id", "failure"],
      "activities": ["subject", "chat_external_id", "last_text", "notes", "search_text", "result_details"],
      "inbound": ["body", "failure"], "history": ["detail"], "notification_marks": ["reason"],
      "attachments": ["name", "caption", "external_id"], "outbox": ["failure"],
    ]
    return try await recovery.database.read { connection in
      var places: [String] = []
      for (table, names) in columns {
        for name in names {
          let row = try connection.row(
            "SELECT count(*) AS count FROM \(table) WHERE lower(\(name)) LIKE $1", [.text("%\(word.lowercased())%")])
          if try row?.integer("count") != 0 { places.append("\(table).\(name)") }
        }
      }
      return places.sorted()
    }
  }
}
