import Storage
import TestSupport
import Testing

@testable import Recovery

/// What customers call themselves, and how much of it there may be.
@Suite struct ShownNameTests {
  @Test(arguments: [
    ("Олена", "Олена"), (" Олена\nКоваль ", "Олена Коваль"), ("Олена\u{2028}Коваль\u{2029}", "Олена Коваль"),
    ("Zoe\u{308}", "Zoe\u{308}"), ("👩🏽‍💻", "👩🏽‍💻"),
    ("\u{202E}Олена\u{2066}", "Олена"),
    ("Z" + String(repeating: "\u{301}", count: 600), "Z\u{301}\u{301}\u{301}\u{301}"),
    ("Z" + String(repeating: "\u{301}\u{200D}", count: 9), "Z" + String(repeating: "\u{301}\u{200D}", count: 4)),
  ])
  func `a name stays what it is, but for what disturbs its neighbours`(name: String, shown: String) {
    #expect(Array(ShownName.clean(name).unicodeScalars) == Array(shown.unicodeScalars))
  }

  @Test(arguments: [
    "", " ", "\u{3164}", "\u{2800}\u{2800}", "\u{202E}", "\u{200B}\u{FEFF}", "\u{115F}\u{FFA0}", "\u{AD}\t",
    "\u{2028}\u{2029}",
  ])
  func `of a name that shows nothing nothing is left`(name: String) {
    #expect(ShownName.clean(name).isEmpty)
    #expect(!ShownName.isVisible(name))
  }

  @Test(arguments: Engine.available)
  func `a customer whose name shows nothing is known by their number`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1", name: "\u{3164}")
      try await desk.wait()
      #expect(try await desk.open().map(\.subject) == ["Missed chat: 77"])
    }
  }

  @Test(arguments: Engine.available)
  func `a visitor whose name shows nothing is a visitor`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      _ = try await desk.recovery.receive("Hi", clientID: "a", name: "\u{2800}", from: visitor, on: desk.site)
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(chat.contact.name.hasPrefix(Visitor.generatedName))
    }
  }

  @Test func `limits count what a character is made of`() async throws {
    try await withDesk(on: .sqlite) { desk in
      let monster = "Z" + String(repeating: "\u{301}", count: Recovery.longestReply)
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.receive(monster, clientID: "a", name: nil, from: visitor, on: desk.site)
      }
      let message = try await desk.recovery.receive("Hi", clientID: "a", name: nil, from: visitor, on: desk.site)
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.reply(to: message.chatID, text: monster, by: desk.ivan)
      }
      #expect(StorableText.clean(monster, atMost: 200).unicodeScalars.count == 200)
    }
  }

  @Test(arguments: Engine.available)
  func `a zero that a mark follows is stored by no engine`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi\0\u{301}", id: "1", name: "Оле\0\u{301}на")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(!chat.contact.name.utf8.contains(0))
    }
  }
}
