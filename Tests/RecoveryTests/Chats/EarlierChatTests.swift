import Recovery
import Storage
import Testing
import TestSupport

@Suite struct EarlierChatTests {
  @Test(arguments: Engine.available)
  func `from each chat one comes to the one before it, as far as one may see`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var ids: [String] = []
      for text in ["one", "two", "three"] {
        try await desk.write(text, id: text)
        let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
        ids.append(chat.id)
        #expect(try await desk.recovery.closeChat(chat.id, by: desk.ivan) == .closed)
        desk.time.advance(by: .seconds(60))
      }
      let newest = try #require(try await desk.recovery.chat(ids[2], for: desk.ivan))
      let before = try #require(try await desk.recovery.chat(before: newest, for: desk.ivan))
      let oldest = try #require(try await desk.recovery.chat(before: before, for: desk.ivan))
      #expect([oldest.id, before.id] == Array(ids.prefix(2)))
      #expect(try await desk.recovery.chat(before: oldest, for: desk.ivan) == nil)
      #expect(try await desk.recovery.chat(before: newest, for: desk.petro) == nil)
    }
  }
}
