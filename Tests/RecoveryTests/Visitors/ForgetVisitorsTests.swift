import Recovery
import Storage
import Testing
import TestSupport

@Suite struct ForgetVisitorsTests {
  @Test(arguments: Engine.available)
  func `who never wrote is forgotten after a week, and who wrote is not`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let silent = try await desk.recovery.newVisitor(on: desk.site)
      let olena = try await desk.recovery.newVisitor(on: desk.site)
      _ = try await desk.recovery.receive("Hi", clientID: "a", name: "Олена", from: olena.visitor, on: desk.site)
      desk.time.advance(by: .seconds(60))
      let young = try await desk.recovery.newVisitor(on: desk.site)

      desk.time.advance(by: Recovery.visitorRetention - .seconds(30))
      let place = try await desk.recovery.forgetSilentVisitors()

      #expect(try await desk.recovery.visitor(token: silent.token, on: desk.site) == nil)
      #expect(try await desk.recovery.visitor(token: olena.token, on: desk.site) == olena.visitor)
      #expect(try await desk.recovery.visitor(token: young.token, on: desk.site) == young.visitor)
      desk.time.advance(by: .seconds(60))
      _ = try await desk.recovery.forgetSilentVisitors(after: place)
      #expect(try await desk.recovery.visitor(token: young.token, on: desk.site) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `more than one transaction takes are forgotten, too`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var last: NewVisitor?
      for _ in 0..<1_100 { last = try await desk.recovery.newVisitor(on: desk.site) }
      desk.time.advance(by: Recovery.visitorRetention + .seconds(1))
      _ = try await desk.recovery.forgetSilentVisitors()
      let token = try #require(last?.token)
      #expect(try await desk.recovery.visitor(token: token, on: desk.site) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `what a forgotten visitor writes is refused, and nothing of it stays`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let new = try await desk.recovery.newVisitor(on: desk.site)
      desk.time.advance(by: Recovery.visitorRetention + .seconds(1))
      _ = try await desk.recovery.forgetSilentVisitors()
      await #expect(throws: UnknownVisitor.self) {
        try await desk.recovery.receive("Hi", clientID: "a", name: nil, from: new.visitor, on: desk.site)
      }
      #expect(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.isEmpty)
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `a first message that meets the forgetting keeps its visitor`() async throws {
    try await withDesk(on: .postgres) { desk in
      let new = try await desk.recovery.newVisitor(on: desk.site)
      desk.time.advance(by: Recovery.visitorRetention + .seconds(1))
      let (_, waited) = try await desk.recovery.meeting { connection in
        try connection.execute("INSERT INTO contacts (id, name, created_at) VALUES ('c', 'Олена', 1)")
        try connection.execute(
          """
          INSERT INTO chats (id, channel_id, external_id, contact_id, state, opened_at, last_message_at, last_text)
          VALUES ('chat', $1, $2, 'c', 'waiting', 1, 1, 'Hi')
          """,
          [.text(desk.site.id), .text(new.visitor.id)])
        _ = try connection.rows(
          "SELECT id FROM visitors WHERE id = $1 FOR NO KEY UPDATE", [.text(new.visitor.id)])
      } _: {
        try await desk.recovery.forgetSilentVisitors()
      }
      #expect(waited)
      #expect(try await desk.recovery.visitor(token: new.token, on: desk.site) == new.visitor)
    }
  }
}
