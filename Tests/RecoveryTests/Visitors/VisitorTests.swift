import Recovery
import Storage
import Testing
import TestSupport

@Suite struct VisitorTests {
  @Test(arguments: Engine.available)
  func `a visitor is known again by their secret, on their own site only`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let new = try await desk.recovery.newVisitor(on: desk.site)
      #expect(try await desk.recovery.visitor(token: new.token, on: desk.site) == new.visitor)
      #expect(try await desk.recovery.visitor(token: new.token, on: desk.bot) == nil)
      #expect(try await desk.recovery.visitor(token: "guessed", on: desk.site) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a message that is sent again is there once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      let first = try await desk.recovery.receive("Hi", clientID: "a", name: nil, from: visitor, on: desk.site)
      let again = try await desk.recovery.receive("Hi", clientID: "a", name: nil, from: visitor, on: desk.site)
      #expect(first == again)
      #expect(try await desk.recovery.messages(of: visitor).map(\.text) == ["Hi"])
    }
  }

  @Test(arguments: Engine.available)
  func `a visitor who leaves unanswered is missed as abandoned`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      _ = try await desk.recovery.receive("Hi", clientID: "a", name: "Олена", from: visitor, on: desk.site)
      try await desk.recovery.left(visitor)
      try await desk.wait(MissedRule.absenceGrace)
      #expect(try await desk.open().map(\.missed.reason) == [.abandoned])
    }
  }

  @Test(arguments: Engine.available)
  func `a visitor who comes right back is not missed`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      _ = try await desk.recovery.receive("Hi", clientID: "a", name: "Олена", from: visitor, on: desk.site)
      try await desk.recovery.left(visitor)
      try await desk.recovery.arrived(visitor)
      try await desk.wait(MissedRule.absenceGrace)
      #expect(try await desk.open().isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `what the page has shown is delivered, recorded once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      let message = try await desk.recovery.receive("Hi", clientID: "a", name: nil, from: visitor, on: desk.site)
      _ = try await desk.recovery.reply(to: message.chatID, text: "Hello", by: desk.ivan)
      let reply = try #require(try await desk.recovery.messages(of: visitor, after: message.id).first)
      try await desk.recovery.shown([reply.id, reply.id, message.id], to: visitor)
      try await desk.recovery.shown([reply.id], to: visitor)
      let history = try await desk.recovery.history(after: 0, limit: 100)
      #expect(history.filter { $0.what == .delivered }.count == 1)
      #expect(try await desk.recovery.messages(of: visitor).map(\.delivery) == [.received, .delivered])
    }
  }
}
