import Recovery
import Storage
import TestSupport
import Testing

@Suite struct WorkCountsTests {
  @Test(arguments: Engine.available)
  func `a missed chat is counted where it waits, and then where it is worked on`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let midnight = desk.time.now() - .seconds(3600)
      let activity = try await desk.missedChat()
      var counts = try await desk.recovery.workCounts(for: desk.ivan, since: midnight)
      #expect(counts.numbers == [0, 1, 0, 1, 0, 1])
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      counts = try await desk.recovery.workCounts(for: desk.ivan, since: midnight)
      #expect(counts.numbers == [1, 0, 0, 1, 0, 0])
      #expect(try await desk.recovery.workCounts(for: desk.petro, since: midnight).numbers == [0, 0, 0, 0, 0, 0])
    }
  }

  @Test(arguments: Engine.available)
  func `recovered is what a person's reply reached`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let midnight = desk.time.now() - .seconds(3600)
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Вітаю!", by: desk.ivan)
      #expect(try await desk.recovery.workCounts(for: desk.ivan, since: midnight).recovered.number == 0)
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])
      #expect(try await desk.recovery.workCounts(for: desk.ivan, since: midnight).recovered.number == 1)
      let chats = try await desk.recovery.chats(.recovered, since: midnight, for: desk.ivan).chats
      #expect(chats.map(\.id) == [activity.chatID])
      #expect(try await desk.recovery.chats(.recovered, since: midnight, for: desk.petro).chats.isEmpty)
      let tomorrow = desk.time.now() + .seconds(1)
      #expect(try await desk.recovery.workCounts(for: desk.ivan, since: tomorrow).missed.number == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `on the web a reply has arrived when the customer's page shows it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let midnight = desk.time.now() - .seconds(3600)
      let visitor = try await desk.recovery.newVisitor(on: desk.site).visitor
      let message = try await desk.recovery.receive("Hi", clientID: "1", name: "Олена", from: visitor, on: desk.site)
      try await desk.wait()
      _ = try await desk.recovery.reply(to: message.chatID, text: "Вітаю!", by: desk.ivan)
      _ = try await desk.recovery.sendOutbox(through: [.web: RecordingSender()])
      #expect(try await desk.recovery.workCounts(for: desk.ivan, since: midnight).recovered.number == 0)
      let ours = try await desk.recovery.messages(of: visitor).filter { $0.direction == .outbound }
      try await desk.recovery.shown(ours.map(\.id), to: visitor)
      #expect(try await desk.recovery.workCounts(for: desk.ivan, since: midnight).recovered.number == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `overdue is what is open and past its due date, and the list shows just that`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let late = try await desk.missedChat()
      let closed = try await desk.missedChat(from: "78", name: "Ірина")
      _ = try await desk.recovery.close(closed.id, as: .completed, result: "", notes: nil, by: desk.ivan)
      desk.time.advance(by: .seconds(25 * 60 * 60))
      _ = try await desk.missedChat(from: "79", name: "Марта")
      for viewer in [desk.ivan, desk.oksana] {
        #expect(try await desk.recovery.workCounts(for: viewer, since: desk.time.now()).overdue.number == 1)
        let page = try await desk.recovery.activities(.overdue(at: desk.time.now()), for: viewer)
        #expect(page.activities.map(\.id) == [late.id])
      }
    }
  }

  @Test(arguments: Engine.available)
  func `the chats of a day come in pages, newest first`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let midnight = desk.time.now()
      for number in 0..<5 { _ = try await desk.missedChat(from: "\(80 + number)", name: "Олена \(number)") }
      let first = try await desk.recovery.chats(.missed, since: midnight, limit: 3, for: desk.ivan)
      let rest = try await desk.recovery.chats(.missed, since: midnight, after: first.next, limit: 3, for: desk.ivan)
      let names = (first.chats + rest.chats).map(\.contact.name)
      #expect(names == (0..<5).reversed().map { "Олена \($0)" })
      #expect(rest.next == nil)
    }
  }
}

extension WorkCounts {
  fileprivate var numbers: [Int] { [mine, queued, overdue, missed, recovered, notified].map(\.number) }
}
