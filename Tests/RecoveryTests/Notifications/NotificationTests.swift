import Recovery
import Storage
import Testing
import TestSupport

@Suite struct NotificationTests {
  @Test(arguments: Engine.available)
  func `everybody with the queue's skills is notified, nobody else`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      for person in [desk.ivan, desk.maria] {
        #expect(try await desk.recovery.notifications(for: person).notifications.map(\.id) == [activity.id])
      }
      for person in [desk.petro, desk.oksana, desk.anna] {
        #expect(try await desk.recovery.notifications(for: person).count == 0)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `the customer's own owner alone is notified`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.contacts = [
        .init(
          name: "Олена", owner: "petro", phone: nil, email: nil,
          identities: [Contact.Identity(kind: .telegram, externalID: "77")])
      ]
      try await desk.recovery.apply(provision)
      let activity = try await desk.missedChat()
      #expect(activity.owner == desk.petro.reference)
      #expect(try await desk.recovery.notifications(for: desk.petro).count == 1)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `accepted by one, it is gone for all`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
      #expect(try await desk.recovery.notifications(for: desk.maria).count == 0)
      #expect(try await desk.recovery.notification(activity.id, for: desk.maria) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a read notification stays and no longer counts as unread`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(try await desk.recovery.read(notification: activity.id, by: desk.ivan))
      let page = try await desk.recovery.notifications(for: desk.ivan)
      #expect(page.count == 1)
      #expect(page.unread == 0)
      #expect(try await desk.recovery.notifications(for: desk.maria).unread == 1)
      #expect(try await desk.recovery.read(notification: activity.id, by: desk.petro) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `put off, it comes back when the time is over`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(try await desk.recovery.postpone(notification: activity.id, by: 5, by: desk.ivan))
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
      #expect(try await desk.recovery.notifications(for: desk.maria).count == 1)
      #expect(try await desk.recovery.bringBackPostponed() == desk.time.now() + .seconds(300))
      desk.time.advance(by: .seconds(300))
      _ = try await desk.recovery.bringBackPostponed()
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 1)
      #expect(try await desk.recovery.history(after: 0, limit: 100).last?.what == .reminded)
    }
  }

  @Test(arguments: Engine.available)
  func `all that waits is put off at once, and comes back at once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for customer in ["1", "2", "3"] { _ = try await desk.missedChat(from: customer, name: "Олена \(customer)") }
      #expect(try await desk.recovery.postponeNotifications(by: 30, by: desk.ivan) == 3)
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
      #expect(try await desk.recovery.notifications(for: desk.maria).count == 3)
      #expect(try await desk.recovery.postponeNotifications(by: 30, by: desk.ivan) == 0)
      desk.time.advance(by: .seconds(30 * 60))
      _ = try await desk.recovery.bringBackPostponed()
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 3)
      #expect(try await desk.recovery.bringBackPostponed() == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `given back, it is there at once for who had put it off`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.postpone(notification: activity.id, by: 1440, by: desk.ivan)
      _ = try await desk.recovery.accept(activity.id, by: desk.maria)

      _ = try await desk.recovery.giveBack(activity.id, by: desk.maria)

      #expect(try await desk.recovery.notifications(for: desk.ivan).notifications.map(\.id) == [activity.id])
      #expect(try await desk.recovery.bringBackPostponed() == nil)
    }
  }

  @Test(arguments: [0, -5, 10_081])
  func `nothing is put off for less than a minute or more than a week`(_ minutes: Int) async throws {
    try await withDesk(on: .sqlite) { desk in
      let activity = try await desk.missedChat()
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.postpone(notification: activity.id, by: minutes, by: desk.ivan)
      }
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.postponeNotifications(by: minutes, by: desk.ivan)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `what was taken meanwhile can still be called read by those who see it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      #expect(try await desk.recovery.read(notification: activity.id, by: desk.maria))
      #expect(try await desk.recovery.read(notification: activity.id, by: desk.petro) == false)
      #expect(try await desk.recovery.read(notification: "nothing", by: desk.maria) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `of a queue without people the supervisors are notified`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.queues = [.init(name: "Sales", skills: ["nobody-has-this"], rule: desk.sales.rule)]
      try await desk.recovery.apply(provision)
      _ = try await desk.missedChat()
      #expect(try await desk.recovery.notifications(for: desk.ivan).count == 0)
      #expect(try await desk.recovery.notifications(for: desk.oksana).count == 1)
    }
  }
}
