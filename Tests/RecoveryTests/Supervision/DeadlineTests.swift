import Recovery
import Storage
import Testing
import TestSupport

@Suite struct DeadlineTests {
  @Test(arguments: Engine.available)
  func `what nobody takes in the queue's time is told to the supervisors once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()

      try await desk.sweep(after: .seconds(599))
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
      try await desk.sweep(after: .seconds(1))
      try await desk.sweep(after: .seconds(3600))

      let told = try await desk.messages(of: desk.oksana)
      #expect(told.map(\.what) == [.nobodyTook])
      #expect(told.first?.detail == "10")
      #expect(told.first?.activity?.id == activity.id)
      #expect(try await desk.messages(of: desk.ivan).isEmpty)
      #expect(try await desk.steps(of: activity).filter { $0 == .escalated }.count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `what was taken in time is told to nobody`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      try await desk.sweep(after: .seconds(3600))

      #expect(try await desk.messages(of: desk.oksana).isEmpty)
      #expect(try await desk.recovery.sweepDeadlines() == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `what is given back is offered anew, and its time begins anew`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      try await desk.sweep(after: .seconds(500))
      _ = try await desk.recovery.giveBack(activity.id, by: desk.ivan)

      try await desk.sweep(after: .seconds(599))
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
      try await desk.sweep(after: .seconds(1))
      #expect(try await desk.messages(of: desk.oksana).map(\.what) == [.nobodyTook])
    }
  }

  @Test(arguments: Engine.available)
  func `who accepts and does not reply in time loses it to the queue, and all concerned are told`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(3600), replyWithin: .seconds(900))
      let activity = try await desk.missedChat()
      try await desk.sweep(after: .seconds(400))
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      try await desk.sweep(after: .seconds(899))
      #expect(try await desk.current(activity).status == .inProgress)
      try await desk.sweep(after: .seconds(1))

      let returned = try await desk.current(activity)
      #expect(returned.status == .notStarted)
      #expect(returned.owner == nil)
      #expect(returned.missed.reason == .operatorSilent)
      #expect(try await desk.steps(of: activity).last == .takenBack)
      for person in [desk.ivan, desk.oksana, desk.anna] {
        let told = try await desk.messages(of: person)
        #expect(told.map(\.what) == [.operatorSilent])
        #expect(told.first?.detail == "Ivan")
      }
      #expect(try await desk.messages(of: desk.maria).isEmpty)
      let offered = try await desk.recovery.notifications(for: desk.maria).notifications
      #expect(offered.map(\.id) == [activity.id])
    }
  }

  @Test(arguments: Engine.available)
  func `who has replied keeps it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Good day!", by: desk.ivan)

      try await desk.sweep(after: .seconds(3600))

      #expect(try await desk.current(activity).owner?.id == desk.ivan.id)
      #expect(try await desk.messages(of: desk.ivan).isEmpty)
      #expect(try await desk.recovery.sweepDeadlines() == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `whoever accepts what was taken back has the whole time again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      try await desk.sweep(after: .seconds(900))
      _ = try await desk.recovery.accept(activity.id, by: desk.maria)

      try await desk.sweep(after: .seconds(899))
      #expect(try await desk.current(activity).acceptance?.by.id == desk.maria.id)
      try await desk.sweep(after: .seconds(1))
      #expect(try await desk.current(activity).status == .notStarted)
    }
  }

  @Test(arguments: Engine.available)
  func `a reply and the end of its time at once leave one of both`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(900))
      for round in 0..<10 {
        let activity = try await desk.missedChat(from: "\(round)", name: "Customer \(round)")
        _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
        desk.time.advance(by: .seconds(900))
        async let reply = desk.recovery.reply(to: activity.chatID, text: "Here I am", by: desk.ivan)
        async let swept = desk.recovery.sweepDeadlines()
        let outcome = try await (reply, swept).0

        guard case .sent = outcome else {
          Issue.record("Ivan may answer: he holds it, or takes it again.")
          continue
        }
        #expect(try await desk.current(activity).acceptance?.by.id == desk.ivan.id)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `new times count for what is open already`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      #expect(try await desk.recovery.sweepDeadlines() == nil)
      try await desk.allow(escalateAfter: .seconds(600))

      try await desk.sweep(after: .seconds(600))

      #expect(try await desk.messages(of: desk.oksana).map(\.activity?.id) == [activity.id])
    }
  }

  @Test(arguments: Engine.available)
  func `while a queue is closed nobody is late`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      // Long ago it was open for one minute a week.
      let hours = try WorkingHours(zone: "UTC", spans: ["sun": "00:00-00:01"])
      try await desk.allow(escalateAfter: .seconds(600), replyWithin: .seconds(600), hours: hours)
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      try await desk.sweep(after: .seconds(3600))

      #expect(try await desk.current(activity).status == .inProgress)
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
    }
  }
}

extension Desk {
  /// Gives Sales these times.
  func allow(
    escalateAfter: Duration? = nil, replyWithin: Duration? = nil, hours: WorkingHours? = nil
  ) async throws {
    var provision = Provision()
    provision.queues = [
      .init(
        name: "Sales", skills: ["sales"], rule: MissedRule(answerWithin: Self.answerWithin, hours: hours),
        times: QueueTimes(escalateAfter: escalateAfter, replyWithin: replyWithin))
    ]
    try await recovery.apply(provision)
  }

  func sweep(after span: Duration) async throws {
    time.advance(by: span)
    _ = try await recovery.sweepDeadlines()
  }

  func messages(of person: Operator) async throws -> [SystemMessage] {
    try await recovery.systemMessages(for: person).messages.map(\.message)
  }

  func current(_ activity: Activity) async throws -> Activity {
    guard let current = try await recovery.activity(activity.id, for: anna) else { throw Missing("Activity") }
    return current
  }

  func steps(of activity: Activity) async throws -> [HistoryEntry.What] {
    try await recovery.activityHistory(activity.id, for: anna)?.map(\.what) ?? []
  }
}
