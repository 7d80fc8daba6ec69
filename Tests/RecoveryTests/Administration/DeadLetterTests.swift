import Recovery
import Storage
import Testing
import TestSupport

/// What came in and was not understood.
@Suite struct DeadLetterTests {
  @Test(arguments: Engine.available)
  func `what was not understood is listed, read whole, retried and discarded`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let body = "{\"long\":\"\(String(repeating: "a", count: 500))\"}"
      try await desk.recovery.store(Array(body.utf8), key: "1", for: desk.bot)
      try await desk.recovery.store(Array("<b>2</b>".utf8), key: nil, for: desk.bot)
      try await desk.process()

      let letters = try await desk.recovery.deadLetters().letters
      #expect(letters.map(\.channel.name) == ["bot", "bot"])
      let whole = try #require(try await desk.recovery.deadLetter(letters[1].id))
      #expect(whole.body == body)
      #expect(letters[1].body.count == 200)

      #expect(try await desk.recovery.discard(deadLetter: letters[0].id, by: desk.anna))
      #expect(try await desk.recovery.discard(deadLetter: letters[0].id, by: desk.anna) == false)
      #expect(try await desk.recovery.retry(deadLetter: letters[1].id, by: desk.anna))
      #expect(try await desk.recovery.deadLetters().letters.isEmpty)
      try await desk.process()
      #expect(try await desk.recovery.deadLetters().letters.map(\.id) == [letters[1].id], "it is no better now")
      #expect(try await desk.recovery.audit(of: .deadLetter).entries.map(\.what) == [.retried, .discarded])
    }
  }

  @Test(arguments: Engine.available)
  func `all of one channel are retried, and those of another stay`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for number in 1...3 { try await desk.recovery.store(Array("\(number)".utf8), key: nil, for: desk.bot) }
      try await desk.recovery.store(Array("4".utf8), key: nil, for: desk.site)

      #expect(try await desk.recovery.channelHealth()[desk.bot.id]?.deadLetters == 3)
      #expect(try await desk.recovery.retryDeadLetters(ofChannel: desk.bot.id, by: desk.anna) == 3)
      #expect(try await desk.recovery.retryDeadLetters(ofChannel: "nothing", by: desk.anna) == nil)
      #expect(try await desk.recovery.deadLetters().letters.map(\.channel.name) == ["site"])
    }
  }
}
