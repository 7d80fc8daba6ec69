import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ReceiveMessageTests {
  @Test(arguments: Engine.available)
  func `a first message opens a waiting chat with its contact`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Добрий день", id: "1")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(chat.contact.name == "Олена")
      #expect(chat.messenger == "Telegram")
      #expect(chat.queue?.name == "Sales")
      #expect(chat.dueAt == desk.time.now() + Desk.answerWithin)
      #expect(try await desk.recovery.messages(of: chat.id, for: desk.ivan)?.map(\.text) == ["Добрий день"])
    }
  }

  @Test(arguments: Engine.available)
  func `the same delivery ten times at once is one message`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<10 { group.addTask { try await desk.write("Hi", id: "1") } }
        try await group.waitForAll()
      }
      try await desk.wait()
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(try await desk.recovery.messages(of: chat.id, for: desk.ivan)?.count == 1)
      #expect(try await desk.open().map(\.missed.count) == [1])
    }
  }

  @Test(arguments: Engine.available)
  func `the same message under another delivery's key is there once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1", key: "a")
      try await desk.write("Hi", id: "1", key: "b")
      let chats = try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats
      #expect(try await desk.recovery.messages(of: try #require(chats.first).id, for: desk.ivan)?.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `what comes again after the chat has ended opens no other`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("Hi", id: "1", key: "a")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(try await desk.recovery.closeChat(chat.id, by: desk.ivan) == .closed)
      try await desk.write("Hi", id: "1", key: "b")
      #expect(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `a known customer's phone number is kept when they share it, and found by`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let olena = try await desk.customer("Олена", from: "77")
      try await desk.write("My number", id: "2", phone: "+380671234567")
      try await desk.recovery.indexContacts()
      #expect(try await desk.found("067 123") == [olena])
      try await desk.write("Another one", id: "3", phone: "+380509999999")
      #expect(try await desk.card(olena).contact.phone == "+380671234567")
    }
  }

  @Test(arguments: Engine.available)
  func `a body that is not understood becomes a dead letter and holds nothing up`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.recovery.store(Array("{}".utf8), key: "broken", for: desk.bot)
      try await desk.write("Hi", id: "1")
      #expect(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `characters that a store cannot hold are left out`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.write("a\u{0}b", id: "1", name: "Оле\u{0}на")
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(chat.lastText == "ab")
      #expect(chat.contact.name == "Олена")
    }
  }

  @Test(arguments: Engine.available)
  func `two first messages of one customer at once open one chat`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 { group.addTask { try await desk.write("Part \(number)", id: "\(number)") } }
        try await group.waitForAll()
      }
      try await desk.process()
      let chats = try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats
      #expect(chats.count == 1)
      #expect(try await desk.recovery.messages(of: try #require(chats.first).id, for: desk.ivan)?.count == 8)
    }
  }
}
