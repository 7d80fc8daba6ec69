import Recovery
import Testing

@testable import Web

/// What Answerback names by itself is read in everybody's own language.
@Suite struct GeneratedNameTests {
  private let english: Wording
  private let ukrainian: Wording

  init() throws {
    let catalogues = try PageTemplates.catalogues(PageTemplates.folder.appendingPathComponent("Catalogues"))
    english = Wording(try #require(catalogues[.english]), zone: nil)
    ukrainian = Wording(try #require(catalogues[.ukrainian]), zone: nil)
  }

  @Test func `a visitor without a name is one in every language`() {
    #expect(english.name(ofContact: "Visitor 1a2b") == "Visitor 1a2b")
    #expect(ukrainian.name(ofContact: "Visitor 1a2b") == "Відвідувач 1a2b")
    #expect(ukrainian.subject("Missed chat: Visitor 1a2b") == "Пропущений чат: Відвідувач 1a2b")
  }

  @Test(arguments: ["Олена", "Visitor Center", "Visitor", "Visitor 1a2", "Visitor 1a2b3"])
  func `what a person is called stays as it is`(_ name: String) {
    #expect(ukrainian.name(ofContact: name) == name)
  }

  @Test(arguments: ["Missed chat: Visitor 1a2b", "Missed chat: Олена", "Call Олена", "Missed chat: Відвідувач"])
  func `a subject that comes back unchanged is stored unchanged`(_ subject: String) {
    #expect(ukrainian.stored(subject: ukrainian.subject(subject)) == subject)
    #expect(english.stored(subject: english.subject(subject)) == subject)
  }

  @Test(arguments: [
    ("Пропущений чат: Олена", "Missed chat: олена"), ("чат: ол", "Missed chat: ол"), ("Пропущ", "Missed chat: "),
    ("Пропущений чат: Відвід", "Missed chat: Visitor "), ("Пропущений чат: Відвідувач 1a", "Missed chat: Visitor 1a"),
    ("Відвідувач 1A2b", "Visitor 1a2b"), ("відвідув", "Visitor "), ("вач 1a", "Visitor 1a"),
  ])
  func `what is looked for as it is read is looked for as it is stored`(_ text: String, _ stored: String) {
    #expect(ukrainian.stored(activitySearch: text) == stored)
    #expect(english.stored(activitySearch: text) == nil)
  }

  @Test(arguments: ["Олена", "Відвідувач Іван", "чат Олена", "", "  "])
  func `what we do not name is looked for as it was written`(_ text: String) {
    #expect(ukrainian.stored(activitySearch: text) == nil)
  }

  @Test(arguments: [
    ("Відвідувач", "Visitor"), ("відвіду", "Visitor"), ("Відвідувач 1a2b", "Visitor 1a2b"),
    ("відвідувач 1A", "Visitor 1a"), ("Відьмак", "Відьмак"), ("Від", "Від"), ("Відвідувач Іван", "Відвідувач Іван"),
    ("Олена 1a2b", "Олена 1a2b"),
  ])
  func `a visitor is found among contacts by how they are called on the page`(_ text: String, _ stored: String) {
    #expect(ukrainian.stored(contactSearch: text) == stored)
    #expect(english.stored(contactSearch: text) == text)
  }

  @Test func `why a reply was not delivered is said in everybody's language`() throws {
    for kind in DeliveryFailure.Kind.allCases {
      let failure = DeliveryFailure(stored: "\(kind.rawValue): Forbidden: bot was blocked")
      #expect(failure.kind == kind)
      #expect(failure.detail == "Forbidden: bot was blocked")
      for wording in [english, ukrainian] { #expect(!wording.text(of: failure).hasPrefix("failure.")) }
    }
    let former = DeliveryFailure(stored: "Forbidden: bot was blocked")
    #expect(former.kind == nil && former.detail == "Forbidden: bot was blocked")
    #expect(ukrainian.text(of: former) == "Доставити не вдалося.")
  }
}
