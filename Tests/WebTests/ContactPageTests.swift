import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct ContactPageTests {
  @Test(arguments: Engine.available)
  func `A form adds a contact and leads to it, and to the one that there is already`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let (ivan, oksana) = (web.desk.ivan, web.desk.oksana)
      #expect(try await browser.page("/contacts", as: ivan).text.contains("href=\"/contacts/new\""))
      #expect(try await !browser.page("/contacts/new", as: ivan).text.contains("name=\"owner\""))
      #expect(try await browser.page("/contacts/new", as: oksana).text.contains("name=\"owner\""))
      let new: KeyValuePairs = ["name": "Олена", "phone": "067 123 45 67", "email": "", "owner": ivan.id]
      let added = try await browser.form("/contacts", as: oksana, new)
      let address = try #require(added.headers[.location])
      #expect(added.status == 303 && address.hasSuffix("?done=added"))
      let page = try await browser.page(address, as: ivan)
      #expect(page.text.contains("The contact was added.") && page.text.contains("Contact added"))

      let again = try await browser.form("/contacts", as: oksana, ["name": "Lena", "phone": "+380671234567"])
      #expect(again.headers[.location] == address.replacing("added", with: "known"))
      let known = try await browser.page(address.replacing("added", with: "known"), as: ivan)
      #expect(known.text.contains("There is a contact with this phone or e-mail already"))
    }
  }

  @Test func `What was refused of a new contact is shown again with why`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let refused = try await browser.form(
        "/contacts", as: web.desk.oksana, ["name": "Олена", "phone": "call me", "owner": web.desk.ivan.id])
      #expect(refused.status == 400)
      #expect(refused.text.contains("value=\"call me\"") && refused.text.contains("A phone number such as"))
      #expect(refused.text.contains("value=\"\(web.desk.ivan.id)\" selected"))
      let unknown = try await browser.form("/contacts", as: web.desk.oksana, ["name": "Олена", "owner": "nobody"])
      #expect(unknown.status == 400)
      #expect(try await browser.json(.get, "/contacts", as: web.desk.anna).count("contacts") == 0)
    }
  }

  @Test func `A program that adds the same customer twice gets the same one`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let body = #"{"name":"Олена","email":"olena@example.com"}"#
      let first = try await browser.json(.post, "/contacts", as: web.desk.ivan, body)
      let second = try await browser.json(.post, "/contacts", as: web.desk.ivan, body)
      #expect((first.status, second.status) == (201, 200))
      #expect(first.string("owner.name") == "Ivan")
      #expect(first.string("id") == second.string("id"))
    }
  }

  @Test func `The search for a contact to merge goes on where a part has nobody`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let parts = 3
      let (mine, other) = try await web.desk.fill(Recovery.contactTermsAtOnce * parts - 1)

      let page = try await browser.page("/contacts/\(mine)?merge=аа+бб", as: web.desk.oksana)

      #expect(page.text.contains("name=\"contact\" value=\"\(other)\""))
      #expect(!page.text.contains("Nobody is found by this.") && !page.text.contains("There may be more"))
    }
  }

  @Test func `A search for a contact to merge that stopped early says so`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let (mine, _) = try await web.desk.fill(Recovery.contactTermsAtOnce * MergeCandidates.mostPages)

      let page = try await browser.page("/contacts/\(mine)?merge=аа+бб", as: web.desk.oksana)

      #expect(page.text.contains("There may be more"))
      #expect(page.text.contains("href=\"/contacts?q=%D0%B0%D0%B0%20%D0%B1%D0%B1\""))
      #expect(!page.text.contains("Nobody is found by this."))
    }
  }

  @Test(arguments: Engine.available)
  func `What we named is found as it is read, and what a customer wrote too`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      try await web.desk.write("Я відвідувач вашої крамниці", id: "1", from: "90", name: "Олена")
      try await web.desk.write("Чи є хтось?", id: "2", from: "91", name: "Visitor a1b2")
      try await web.desk.wait()
      try await web.recovery.indexContacts()
      let ivan = try await web.desk.readsUkrainian(web.desk.ivan, skills: ["sales"])
      func names(_ search: String) async throws -> [String?] {
        let list = try await browser.json(.get, "/activities?sort=oldest&q=\(FormFields.encode(search))", as: ivan)
        return (0..<(list.count("activities") ?? 0)).map { list.string("activities.\($0).contact.name") }
      }
      #expect(try await names("Відвідувач a1b2") == ["Visitor a1b2"])
      #expect(try await names("Пропущений чат: Олена") == ["Олена"])
      #expect(try await Set(names("пропущений")) == ["Олена", "Visitor a1b2"])
      #expect(try await Set(names("відвідувач")) == ["Олена", "Visitor a1b2"])
      let id = try #require(
        try await browser.json(.get, "/contacts?q=\(FormFields.encode("Відвідувач a1"))", as: ivan)
          .string("contacts.0.id"))

      let page = try await browser.page("/contacts/\(id)", as: ivan)
      #expect(page.text.contains("value=\"Відвідувач a1b2\""))
      _ = try await browser.form("/contacts/\(id)", as: ivan, ["_method": "PATCH", "name": "Відвідувач a1b2"])
      #expect(try await browser.json(.get, "/contacts/\(id)", as: ivan).string("name") == "Visitor a1b2")
    }
  }

  @Test func `A visitor's task is given under the name by which its reader knows them`() async throws {
    try await withWeb(.sqlite) { web, browser in
      try await web.desk.write("Чи є хтось?", id: "1", from: "91", name: "Visitor a1b2")
      try await web.desk.wait()
      let oksana = try await web.desk.readsUkrainian(web.desk.oksana)
      let page = try await browser.page("/supervision", as: oksana)
      #expect(page.text.contains("aria-label=\"Передати: Відвідувач a1b2\""))
    }
  }
}

extension Desk {
  /// Adds contacts of whom one only, the last of the search, is found by both words.
  ///
  /// - Returns: somebody else, and that one.
  fileprivate func fill(_ count: Int) async throws -> (mine: String, other: String) {
    func add(_ name: String) async throws -> String {
      let new = ContactChange(name: name, phone: nil, email: nil)
      guard case .added(let contact) = try await recovery.addContact(new, by: oksana) else { throw Missing("contact") }
      return contact.id
    }
    let (mine, other) = (try await add("Ірина"), try await add("Аая Бб"))
    try await recovery.database.write { connection in
      let numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)"
      try connection.execute(
        """
        INSERT INTO contacts (id, name, created_at, indexed_at)
        \(numbers) SELECT 'f' || n, 'Somebody', 0, 0 FROM numbers
        """,
        [.integer(Int64(count * 2))])
      for (word, first) in [("аа", 0), ("бб", count)] {
        try connection.execute(
          """
          INSERT INTO contact_terms (term, contact_id)
          \(numbers) SELECT cast($2 as text) || n, 'f' || (n + $3) FROM numbers
          """,
          [.integer(Int64(count)), .text(word), .integer(Int64(first))])
      }
    }
    return (mine, other)
  }

  /// The same person, who from now on reads Ukrainian.
  fileprivate func readsUkrainian(_ person: Operator, skills: [String] = []) async throws -> Operator {
    var provision = Provision()
    provision.operators = [
      .init(
        login: person.login, name: person.name, role: person.role, skills: skills, locale: "uk",
        timeZone: person.timeZone, password: nil)
    ]
    try await recovery.apply(provision)
    guard let reader = try await recovery.directory().operators[person.id] else { throw Missing(person.login) }
    return reader
  }
}
