import Recovery
import Storage
import Testing
import TestSupport

@Suite struct SuperviseTests {
  @Test(arguments: Engine.available)
  func `supervisors see how the queues stand and who is there`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let begun = desk.time.now()
      let taken = try await desk.missedChat(from: "1", name: "Олена")
      _ = try await desk.missedChat(from: "2", name: "Ірина")
      _ = try await desk.recovery.accept(taken.id, by: desk.ivan)
      try await desk.recovery.seen(desk.ivan)

      let supervision = try await desk.recovery.supervision(for: desk.oksana)

      let sales = try #require(supervision.queues.first { $0.queue?.name == "Sales" })
      #expect((sales.waitingChats.count, sales.waitingChats.since) == (2, begun))
      #expect(sales.notStarted.count == 1)
      #expect(sales.inProgress.count == 1)
      #expect(sales.overdue == 0)
      #expect((sales.online, sales.members) == (1, 2))
      #expect(supervision.queues.map { $0.queue?.name } == ["Sales", "Support"])
      #expect(supervision.operators.map(\.operator.name) == ["Ivan", "Maria", "Petro"])
      #expect(supervision.operators.map(\.inProgress) == [1, 0, 0])
      #expect(supervision.operators.map(\.isOnline) == [true, false, false])
    }
  }

  @Test(arguments: Engine.available)
  func `who was not seen for a minute is not here any more`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.recovery.seen(desk.ivan)
      desk.time.advance(by: .seconds(61))
      let supervision = try await desk.recovery.supervision(for: desk.oksana)
      #expect(!supervision.operators.contains { $0.isOnline })
    }
  }

  @Test(arguments: Engine.available)
  func `one queue alone shows its own people, and operators see nothing`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let sales = try await desk.recovery.supervision(of: desk.sales.id, for: desk.oksana)
      #expect(sales.queues.map { $0.queue?.name } == ["Sales"])
      #expect(sales.operators.map(\.operator.name) == ["Ivan", "Maria"])
      let nothing = try await desk.recovery.supervision(for: desk.ivan)
      #expect(nothing.queues.isEmpty && nothing.operators.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `what was given to one can be given to everybody in the queue again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reassign(activity.id, to: desk.petro.id, by: desk.oksana)
      #expect(try await desk.recovery.notifications(for: desk.ivan).notifications.isEmpty)

      _ = try await desk.recovery.reassign(activity.id, to: nil, by: desk.oksana)

      #expect(try await desk.recovery.notifications(for: desk.ivan).notifications.map(\.id) == [activity.id])
      #expect(try await desk.messages(of: desk.petro).map(\.detail) == ["Sales"])
    }
  }

  @Test(arguments: Engine.available)
  func `when whoever had not declined leaves the queue, everybody has declined`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.decline(activity.id, reason: "", by: desk.ivan)
      try await desk.recovery.noticeLeavers()
      #expect(try await desk.messages(of: desk.oksana).isEmpty)

      try await desk.giveMaria(skills: ["support"])
      try await desk.recovery.noticeLeavers()
      try await desk.recovery.noticeLeavers()

      #expect(try await desk.messages(of: desk.oksana).map(\.what) == [.declinedByAll])
      #expect(try await desk.steps(of: activity).filter { $0 == .declinedByAll }.count == 1)
      #expect(try await desk.recovery.notifications(for: desk.oksana).notifications.map(\.id) == [activity.id])
    }
  }
}

extension Desk {
  fileprivate func giveMaria(skills: [String]) async throws {
    var provision = Provision()
    provision.operators = [
      .init(
        login: "maria", name: "Maria", role: .operator, skills: skills, locale: "en", timeZone: "Europe/Kyiv",
        password: nil)
    ]
    try await recovery.apply(provision)
  }
}
