import Storage
import TestSupport
import Testing

@testable import Recovery

/// Several machines look at the queues' times at once.
@Suite struct SweepAtOnceTests {
  @Test(arguments: Engine.available)
  func `sixteen who look at once tell the supervisors once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()
      desk.time.advance(by: .seconds(600))

      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...16 { group.addTask { _ = try await desk.recovery.sweepDeadlines() } }
        try await group.waitForAll()
      }

      #expect(try await desk.messages(of: desk.oksana).map(\.what) == [.nobodyTook])
      #expect(try await desk.steps(of: activity).count { $0 == .escalated } == 1)
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `what another machine tells of meanwhile is not told twice`() async throws {
    try await withDesk(on: .postgres) { desk in
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()
      desk.time.advance(by: .seconds(600))
      let now = desk.time.now()

      let (_, waited) = try await desk.recovery.meeting { connection in
        _ = try connection.lockedActivity(activity.id, " FOR UPDATE")
        let told = Deadline(activityID: activity.id, offeredAt: activity.createdAt, escalatedAt: now)
        try connection.settle(told, next: nil, at: now)
      } _: {
        try await desk.recovery.sweepDeadlines()
      }

      #expect(waited)
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
      #expect(try await desk.steps(of: activity).contains(.escalated) == false)
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `what is given back at that moment has its whole time again`() async throws {
    try await withDesk(on: .postgres) { desk in
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      desk.time.advance(by: .seconds(600))
      let now = desk.time.now()

      let (next, waited) = try await desk.recovery.meeting { connection in
        _ = try connection.giveBack(activity.id, by: desk.ivan, at: now)
      } _: {
        try await desk.recovery.sweepDeadlines()
      }

      #expect(waited)
      #expect(next == now + .seconds(600))
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `hours that are saved at that moment count`() async throws {
    try await withDesk(on: .postgres) { desk in
      try await desk.allow(escalateAfter: .seconds(600), hours: try WorkingHours(zone: "Europe/Kyiv", spans: [:]))
      let activity = try await desk.missedChat()
      desk.time.advance(by: .seconds(600))
      let now = desk.time.now()
      let rule = MissedRule(answerWithin: Desk.answerWithin)
      let open = Provision.QueueEntry(
        name: "Sales", skills: ["sales"], rule: rule, times: QueueTimes(escalateAfter: .seconds(600)))

      let (_, waited) = try await desk.recovery.meeting { connection in
        let ids = UUIDv7Source()
        try Amendment(connection: connection, by: nil, at: now, ids: ids, lock: " FOR NO KEY UPDATE").put(open)
      } _: {
        try await desk.recovery.sweepDeadlines()
      }

      #expect(waited)
      #expect(try await desk.messages(of: desk.oksana).map(\.activity?.id) == [activity.id])
    }
  }

  @Test(arguments: Engine.available)
  func `a queue's new name puts off nothing and lets nobody look anew`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let times = QueueTimes(escalateAfter: .seconds(600), replyWithin: nil)
      try await desk.allow(escalateAfter: .seconds(600))
      let activity = try await desk.missedChat()
      let rule = MissedRule(answerWithin: Desk.answerWithin)
      let renamed = Provision.QueueEntry(name: "Shop", skills: ["sales"], rule: rule, times: times)

      _ = try await desk.recovery.save(renamed, as: desk.sales.id, seen: nil, by: desk.anna)

      let next = try await desk.recovery.database.read { try $0.nextDeadline() }
      #expect(next == activity.createdAt + .seconds(600))
    }
  }
}
