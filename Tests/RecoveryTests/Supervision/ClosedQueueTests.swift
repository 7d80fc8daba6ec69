import Recovery
import Storage
import Testing
import TestSupport

/// What is not done when a queue closes has its whole time again when it opens. The clock begins on a Wednesday at noon.
@Suite struct ClosedQueueTests {
  @Test(arguments: Engine.available)
  func `what was accepted before the evening may be answered in the morning`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(replyWithin: .seconds(600), hours: Self.hours())
      let activity = try await desk.missedChat(at: Self.clock(17, 54))
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      desk.time.set(Self.clock(18, 5))
      #expect(try await desk.recovery.sweepDeadlines() == Self.clock(24 + 9, 10))
      for moment in [Self.clock(24 + 9, 0), Self.clock(24 + 9, 9)] {
        desk.time.set(moment)
        try await desk.sweep(after: .zero)
        #expect(try await desk.current(activity).status == .inProgress)
      }
      try await desk.sweep(after: .seconds(60))
      #expect(try await desk.current(activity).status == .notStarted)
    }
  }

  @Test(arguments: Engine.available)
  func `what nobody took before the evening is told in the morning, after its time`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600), hours: Self.hours())
      _ = try await desk.missedChat(at: Self.clock(17, 54))
      desk.time.set(Self.clock(18, 5))
      try await desk.sweep(after: .zero)

      desk.time.set(Self.clock(24 + 9, 9))
      try await desk.sweep(after: .zero)
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
      try await desk.sweep(after: .seconds(60))
      #expect(try await desk.messages(of: desk.oksana).map(\.detail) == ["10"])
    }
  }

  @Test(arguments: Engine.available)
  func `whoever accepts before the hours begin has the whole time from their beginning`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600), replyWithin: .seconds(600), hours: Self.hours())
      let activity = try await desk.missedChat(at: Self.clock(24 + 8, 54))
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      for moment in [Self.clock(24 + 9, 5), Self.clock(24 + 9, 9)] {
        desk.time.set(moment)
        try await desk.sweep(after: .zero)
        #expect(try await desk.current(activity).status == .inProgress)
      }
      try await desk.sweep(after: .seconds(60))
      #expect(try await desk.current(activity).status == .notStarted)
    }
  }

  @Test(arguments: Engine.available)
  func `hours that are changed count at once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600), hours: Self.hours())
      _ = try await desk.missedChat(at: Self.clock(17, 54))
      desk.time.set(Self.clock(18, 5))
      try await desk.sweep(after: .zero)

      desk.time.set(Self.clock(20, 0))
      try await desk.allow(escalateAfter: .seconds(600))
      #expect(try await desk.recovery.sweepDeadlines() == Self.clock(20, 10))
      try await desk.sweep(after: .seconds(600))

      #expect(try await desk.messages(of: desk.oksana).map(\.what) == [.nobodyTook])
    }
  }

  @Test(arguments: Engine.available)
  func `what waits in a queue that never opens is looked at once a day`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.allow(escalateAfter: .seconds(600), hours: try WorkingHours(zone: "Europe/Kyiv", spans: [:]))
      _ = try await desk.missedChat()
      desk.time.advance(by: .seconds(600))

      #expect(try await desk.recovery.sweepDeadlines() == desk.time.now() + .seconds(24 * 60 * 60))
      #expect(try await desk.messages(of: desk.oksana).isEmpty)
    }
  }

  private static func hours() throws -> WorkingHours {
    try WorkingHours(zone: "Europe/Kyiv", spans: ["mon-fri": "09:00-18:00"])
  }

  /// That hour and minute in Kyiv on the day on which the desk's clock begins, or a day later for each 24 hours more.
  private static func clock(_ hour: Int, _ minute: Int) -> Timestamp {
    TestTime().now() + .seconds((hour - 12) * 3600 + minute * 60)
  }
}

extension Desk {
  /// Олена writes at that moment and nobody answers.
  fileprivate func missedChat(at moment: Timestamp) async throws -> Activity {
    time.set(moment)
    return try await missedChat()
  }
}
