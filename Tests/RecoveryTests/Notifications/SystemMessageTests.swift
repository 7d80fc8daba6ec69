import Recovery
import Storage
import Testing
import TestSupport

@Suite struct SystemMessageTests {
  @Test(arguments: Engine.available)
  func `what everybody declined is told to those who supervise, once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.declinedByAll()
      for person in [desk.oksana, desk.anna] {
        let page = try await desk.recovery.systemMessages(for: person)
        #expect(page.unread == 1)
        let message = try #require(page.messages.first)
        #expect(page.messages.count == 1)
        #expect(message.message.what == .declinedByAll)
        #expect(message.message.activity?.id == activity.id)
        #expect(message.message.queue == Reference(id: desk.sales.id, name: "Sales"))
        #expect(message.opensActivity)
      }
      for person in [desk.ivan, desk.maria, desk.petro] {
        #expect(try await desk.recovery.systemMessages(for: person).messages.isEmpty)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `each reads for themselves, and only what they were told`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.declinedByAll()
      let message = try #require(try await desk.recovery.systemMessages(for: desk.oksana).messages.first)
      #expect(try await desk.recovery.read(systemMessage: message.id, by: desk.ivan) == false)
      #expect(try await desk.recovery.read(systemMessage: message.id, by: desk.oksana))
      let read = try await desk.recovery.systemMessages(for: desk.oksana)
      #expect(read.unread == 0)
      #expect(read.messages.first?.readAt == desk.time.now())
      #expect(try await desk.recovery.systemMessages(for: desk.anna).unread == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `reading all leaves what came meanwhile`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for customer in ["1", "2", "3"] { _ = try await desk.declinedByAll(customer) }
      let seen = try await desk.recovery.systemMessages(for: desk.oksana).messages
      try await desk.recovery.readSystemMessages(upTo: seen[1].id, by: desk.oksana)
      let page = try await desk.recovery.systemMessages(for: desk.oksana)
      #expect(page.messages.map { $0.readAt == nil } == [true, false, false])
      try await desk.recovery.readSystemMessages(upTo: nil, by: desk.oksana)
      #expect(try await desk.recovery.systemMessages(for: desk.oksana).unread == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `they come in pages, newest first, and go when they are old`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for customer in ["1", "2", "3"] { _ = try await desk.declinedByAll(customer) }
      let first = try await desk.recovery.systemMessages(for: desk.oksana, limit: 2)
      let second = try await desk.recovery.systemMessages(for: desk.oksana, after: first.next, limit: 2)
      #expect(first.messages.count == 2)
      #expect(first.next != nil)
      #expect(second.messages.count == 1)
      #expect(second.next == nil)
      #expect(Set(first.messages.map(\.id)).isDisjoint(with: second.messages.map(\.id)))
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.systemMessages(for: desk.oksana, after: "here")
      }
      try await desk.recovery.forgetOldSystemMessages()
      #expect(try await desk.recovery.systemMessages(for: desk.oksana).messages.count == 3)
      desk.time.advance(by: Recovery.messageRetention + .seconds(1))
      try await desk.recovery.forgetOldSystemMessages()
      #expect(try await desk.recovery.systemMessages(for: desk.oksana).messages.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `whoever it was taken from is told who has it now`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reassign(activity.id, to: desk.petro.id, by: desk.oksana)
      _ = try await desk.recovery.reassign(activity.id, to: desk.ivan.id, by: desk.oksana)
      let told = try #require(try await desk.recovery.systemMessages(for: desk.petro).messages.first)
      #expect(told.message.what == .reassigned)
      #expect(told.message.detail == "Ivan")
      #expect(!told.opensActivity)
      // His page may say for a moment that he has read what it does not show any more.
      #expect(try await desk.recovery.read(notification: activity.id, by: desk.petro))
      desk.time.advance(by: .seconds(61))
      #expect(try await desk.recovery.read(notification: activity.id, by: desk.petro) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `how somebody is alerted is theirs, and kept`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      #expect(try await desk.recovery.alertPreferences(of: desk.ivan) == .standard)
      for sound in [false, true] {
        let wanted = AlertPreferences(desktop: true, sound: sound, repeated: true)
        try await desk.recovery.save(wanted, of: desk.ivan)
        #expect(try await desk.recovery.alertPreferences(of: desk.ivan) == wanted)
      }
      #expect(try await desk.recovery.alertPreferences(of: desk.maria) == .standard)
    }
  }
}

extension Desk {
  /// A customer is missed, and everybody in the queue declines.
  fileprivate func declinedByAll(_ customer: String = "77") async throws -> Activity {
    let activity = try await missedChat(from: customer, name: "Олена \(customer)")
    for person in [ivan, maria] { _ = try await recovery.decline(activity.id, reason: "", by: person) }
    return activity
  }
}
