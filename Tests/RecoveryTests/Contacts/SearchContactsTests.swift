import Storage
import Testing
import TestSupport

@testable import Recovery

@Suite struct SearchContactsTests {
  @Test(arguments: Engine.available)
  func `a search that has looked through enough says so, and finds the rest when it goes on`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      _ = try await desk.recovery.designate(contact: olena, to: desk.petro.id, by: desk.oksana)
      try await desk.fill(Recovery.contactTermsAtOnce, named: "о")

      let first = try await desk.recovery.contacts(matching: "о", for: desk.petro)
      #expect(first.contacts.isEmpty)
      #expect(first.stoppedEarly)
      let second = try await desk.recovery.contacts(matching: "о", after: first.next, for: desk.petro)
      #expect(second.contacts.map(\.id) == [olena])
      #expect(!second.stoppedEarly && second.next == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a page that is full before goes on as ever`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.fill(Recovery.contactTermsAtOnce + 100, named: "о")
      let first = try await desk.recovery.contacts(matching: "о", limit: 100, for: desk.oksana)
      #expect(first.contacts.count == 100)
      #expect(first.next != nil && !first.stoppedEarly)
    }
  }

  @Test(arguments: Engine.available)
  func `a word that begins another is found with that one, on every page`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var all: [String] = []
      for number in 0..<3 { all.append(try await desk.customer("Іва Іванна", from: "10\(number)")) }
      let found = try await desk.pages { after in
        try await desk.recovery.contacts(matching: "ів іванна", after: after, limit: 1, for: desk.ivan)
      }
      #expect(found == all)
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `two machines that write down the same contact at once are not in each other's way`() async throws {
    try await withDesk(on: .postgres) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      try await desk.recovery.database.write { connection in
        try connection.execute("DELETE FROM contact_terms WHERE contact_id = $1", [.text(olena)])
        try connection.execute("UPDATE contacts SET indexed_at = NULL WHERE id = $1", [.text(olena)])
      }
      let now = desk.time.now()

      let (_, waited) = try await desk.recovery.meeting { connection in
        try connection.indexContact(olena, at: now)
      } _: {
        try await desk.recovery.indexSomeContacts()
      }

      #expect(waited)
      #expect(try await desk.recovery.contacts(matching: "олена", for: desk.oksana).contacts.map(\.id) == [olena])
    }
  }
}

extension Desk {
  /// Adds contacts of nobody's who are found by the letter and a number.
  fileprivate func fill(_ count: Int, named letter: String) async throws {
    try await recovery.database.write { connection in
      let numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)"
      try connection.execute(
        """
        INSERT INTO contacts (id, name, created_at, indexed_at)
        \(numbers) SELECT 'f' || n, 'Somebody', 0, 0 FROM numbers
        """,
        [.integer(Int64(count))])
      try connection.execute(
        """
        INSERT INTO contact_terms (term, contact_id)
        \(numbers) SELECT cast($2 as text) || n, 'f' || n FROM numbers
        """,
        [.integer(Int64(count)), .text(letter)])
    }
  }
}
