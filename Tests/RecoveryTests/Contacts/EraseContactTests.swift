import Dispatch
import Storage
import Testing
import TestSupport

@testable import Recovery

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

  @Test(arguments: Engine.available)
  func `what came from somebody whose number is a longer one stays`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "59641734")
      let others = [#"{"from":{"id":596417343}}"#, #"{"from":{"id":"x59641734"}}"#]
      let hers = [#"{"from":{"id":59641734}}"#, #"{"phone":"+59641734"}"#]
      for body in others + hers { try await desk.recovery.store(Array(body.utf8), key: nil, for: desk.bot) }

      #expect(try await desk.recovery.erase(contact: olena, by: desk.anna, bodiesAtOnce: 2) == .erased)

      #expect(try await desk.bodies() == others)
    }
  }

  @Test(arguments: [
    ("59641734", true), ("\"59641734\"", true), ("[1,59641734]", true), ("596417343 59641734", true),
    ("596417343", false), ("159641734", false), ("a59641734", false), ("59641734-1", false), ("5964173", false),
  ])
  func `an id is found where it stands by itself`(text: String, isThere: Bool) {
    #expect(WholeName.stands("59641734", in: text) == isThere)
  }

  @Test(arguments: Engine.available)
  func `what is processed between the search and the erasing is emptied, what still waits is a new contact's`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "59641734")
      let names: Set = [Contact.Identity(kind: .telegram, externalID: "59641734")]
      try await desk.recovery.store(Self.body("waits"), key: "1", for: desk.bot)
      let search = try await desk.recovery.eraseBodies(naming: names, atOnce: 1)
      #expect(try await desk.bodies().count == 1)
      try await desk.process()
      try await desk.write("came meanwhile", id: "2", from: "59641734")
      try await desk.recovery.store(Self.body("still waits"), key: "3", for: desk.bot)

      try await desk.recovery.database.write { try $0.eraseBodies(since: search) }

      #expect(try await desk.bodies().map { $0.contains("still waits") } == [true])
      #expect(try await desk.recovery.erase(contact: olena, by: desk.anna) == .erased)
      try await desk.process()
      #expect(try await desk.card(olena).chats.chats.map(\.lastText) == [""])
      #expect(try await desk.found("59641734", by: desk.anna).contains(olena) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `a dead letter is emptied with the rest only, so that an erasure that is refused leaves it to be tried again`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.customer("Олена", from: "59641734")
      let letter = #"{"from":{"id":59641734}}"#
      try await desk.recovery.store(Array(letter.utf8), key: nil, for: desk.bot)
      try await desk.process()

      let search = try await desk.recovery.eraseBodies(
        naming: [Contact.Identity(kind: .telegram, externalID: "59641734")], atOnce: 1)

      #expect(try await desk.bodies() == [letter])
      try await desk.recovery.database.write { try $0.eraseBodies(since: search) }
      #expect(try await desk.bodies() == [])
    }
  }

  @Test(arguments: Engine.available)
  func `an erasure is repeated where something was left`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "59641734")
      #expect(try await desk.recovery.erase(contact: olena, by: desk.anna) == .erased)
      let erasedAt = try await desk.card(olena).contact.erasedAt
      desk.time.advance(by: .seconds(60))
      let anew = try await desk.customer("Олена Нова", from: "59641734")
      try await desk.recovery.database.write { connection in
        try connection.execute(
          "UPDATE chats SET contact_id = $1 WHERE contact_id = $2", [.text(olena), .text(anew)])
      }
      #expect(try await desk.places(of: "Good day") != [])

      #expect(try await desk.recovery.erase(contact: olena, by: desk.anna) == .erased)

      #expect(try await desk.places(of: "Good day") == [])
      #expect(try await desk.card(olena).contact.erasedAt == erasedAt)
    }
  }

  /// Where messages and erasures run at once, which SQLite does not let them.
  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `a message that is being taken in is waited for and erased with the rest`() async throws {
    try await withDesk(on: .postgres) { desk in
      let olena = try await desk.customer("Олена", from: "59641734")
      let earlier = try #require(try await desk.card(olena).chats.chats.first)
      #expect(try await desk.recovery.closeChat(earlier.id, by: desk.ivan) == .closed)
      let directory = try await desk.recovery.directory()
      let (isIn, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      let message = InboundMessage(
        chat: "59641734", id: "late", sender: .init(id: "59641734", name: "Олена"), text: "таємниця",
        at: desk.time.now())
      async let wrote: Void = desk.recovery.database.write { connection in
        _ = try desk.recovery.receive(message, on: desk.bot, rules: directory, in: connection)
        isIn.signal()
        _ = mayEnd.wait(timeout: .now() + 10)
      }
      await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          _ = isIn.wait(timeout: .now() + 10)
          continuation.resume()
        }
      }
      async let erased = desk.recovery.erase(contact: olena, by: desk.anna)
      #expect(try await desk.somebodyWaits(orErased: olena))
      mayEnd.signal()
      try await wrote

      let outcome = try await erased

      #expect(outcome == .erased)
      #expect(try await desk.places(of: "таємниця") == [])
    }
  }

  private static func body(_ text: String) -> [UInt8] {
    Array(#"{"key":"k","chat":"59641734","id":"\#(text)","from":"59641734","name":"О","text":"\#(text)"}"#.utf8)
  }
}

extension Desk {
  /// The stored bodies that are not emptied, in their order.
  fileprivate func bodies() async throws -> [String] {
    try await recovery.database.read { connection in
      try connection.rows("SELECT body FROM inbound WHERE body <> '' ORDER BY position").map { try $0.text("body") }
    }
  }

  /// Whether a transaction waits for another one's lock within ten seconds, or the contact is erased without.
  fileprivate func somebodyWaits(orErased id: String) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
      let waits = try await recovery.database.read { connection in
        try connection.row(
          """
          SELECT 1 AS found FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' LIMIT 1
          """)
      }
      if waits != nil { return true }
      if try await card(id).contact.erasedAt != nil { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return false
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
