import Storage
import Testing
import TestSupport

@testable import Recovery

@Suite struct ReportTests {
  @Test(arguments: Engine.available)
  func `a missed chat is recovered when a person's reply was delivered, not before`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      desk.time.advance(by: .seconds(30))
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Вітаю!", by: desk.ivan)
      #expect(try await desk.totals().recovered == 0)
      desk.time.advance(by: .seconds(60))
      _ = try await desk.recovery.sendOutbox(through: [.telegram: RecordingSender()])

      let totals = try await desk.totals()

      #expect(totals.missed == 1 && totals.taken == 1 && totals.recovered == 1 && totals.share == 1)
      #expect(totals.pickUp.percentile(0.5).isAbout(.seconds(30)))
      #expect(totals.firstReply.percentile(0.9).isAbout(.seconds(90)))
    }
  }

  @Test(arguments: Engine.available)
  func `what is missed while the setting is off is counted, without an Activity`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.recovery.change(setting: Setting.sendsActivities, to: .boolean(false), by: desk.anna)
      try await desk.write("Is anybody there?", id: "1")
      try await desk.wait()

      let totals = try await desk.totals()

      #expect(totals.missed == 1 && totals.withoutActivity == 1 && totals[.noAnswer] == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `who goes on waiting is one missed chat, who is missed after an answer is another`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      try await desk.write("Hello?", id: "again")
      try await desk.wait()
      #expect(try await desk.totals().missed == 1)
      try await desk.answer(activity, by: desk.ivan)
      try await desk.write("And another thing", id: "later")
      try await desk.wait()

      let totals = try await desk.totals()

      #expect(totals.missed == 2 && totals.recovered == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `an acceptance that was given back counts no longer, and the case is whose reply arrived`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      #expect(try await desk.totals(for: desk.ivan).taken == 1)
      _ = try await desk.recovery.giveBack(activity.id, by: desk.ivan)
      #expect(try await desk.totals(for: desk.ivan).taken == 0)
      try await desk.answer(activity, by: desk.maria)

      let rows = try await desk.report(.operator).rows

      #expect(rows.map(\.key) == [.operator(desk.maria.id)])
      #expect(rows.first?.tally.recovered == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `operators see their own figures, supervisors all`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.answer(desk.missedChat(), by: desk.ivan)
      try await desk.answer(desk.missedChat(from: "78", name: "Ірина"), by: desk.maria)

      #expect(try await desk.totals(for: desk.ivan).missed == 1)
      #expect(try await desk.totals(for: desk.petro).missed == 0)
      #expect(try await desk.totals(for: desk.oksana).missed == 2)
      let rows = try await desk.report(.operator, for: desk.ivan).rows
      #expect(rows.map(\.key) == [.operator(desk.ivan.id)])
    }
  }

  @Test(arguments: Engine.available)
  func `a chat stays in the queue in which it was missed`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.totals()
      try await desk.recovery.database.write { connection in
        try connection.execute("UPDATE chats SET queue_id = NULL WHERE id = $1", [.text(activity.chatID)])
      }
      try await desk.answer(activity, by: desk.ivan)

      let rows = try await desk.report(.queue).rows

      #expect(rows.map(\.key) == [.queue(desk.sales.id)])
      #expect(rows.first?.tally.recovered == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `counted once more from the start of the history, it comes to the same`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.answer(desk.missedChat(), by: desk.ivan)
      _ = try await desk.missedChat(from: "78", name: "Ірина")
      let before = try await desk.report(.operator)
      try await desk.recovery.countHistoryAnew()
      #expect(try await desk.recovery.report(ReportQuestion(), for: desk.oksana).totals.missed == 0)

      let after = try await desk.report(.operator)

      #expect(after.totals == before.totals && after.rows == before.rows)
    }
  }

  @Test(arguments: Engine.available)
  func `counted once more, it stays in the queue in which it was missed`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.missedChat()
      _ = try await desk.totals()
      let moved = Provision.ChannelEntry(
        name: "bot", kind: .telegram, queue: "Support", owner: nil, options: desk.bot.options)
      _ = try await desk.recovery.save(moved, as: desk.bot.id, seen: nil, by: desk.anna)
      try await desk.write("Hello?", id: "again")
      try await desk.recovery.countHistoryAnew()

      let rows = try await desk.report(.queue).rows

      #expect(rows.map(\.key) == [.queue(desk.sales.id)])
    }
  }

  @Test(arguments: Engine.available)
  func `a further miss in an Activity that somebody has is theirs and taken, without a time`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      desk.time.advance(by: .seconds(30))
      try await desk.answer(activity, by: desk.ivan)
      try await desk.write("And another thing", id: "later")
      try await desk.wait()

      let held = try await desk.totals(for: desk.ivan)
      #expect(held.missed == 2 && held.taken == 2 && held.recovered == 1)
      #expect(held.pickUp.percentile(1).isAbout(.seconds(30)))

      _ = try await desk.recovery.giveBack(activity.id, by: desk.ivan)
      let left = try await desk.totals(for: desk.ivan)
      #expect(left.missed == 1 && left.taken == 1)
      #expect(try await desk.totals().taken == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `whoever is accepted and never answered is counted under that reason`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let hasty = Provision.QueueEntry(
        name: "Sales", skills: ["sales"], rule: desk.sales.rule, times: QueueTimes(replyWithin: .seconds(600)))
      _ = try await desk.recovery.save(hasty, as: desk.sales.id, seen: nil, by: desk.anna)
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      #expect(try await desk.totals()[.noAnswer] == 1)
      desk.time.advance(by: .seconds(601))
      _ = try await desk.recovery.sweepDeadlines()

      let totals = try await desk.totals()

      #expect(totals.missed == 1 && totals.taken == 0)
      #expect(totals[.operatorSilent] == 1 && totals[.noAnswer] == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `two machines that count at once count everything once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for number in 0..<20 { _ = try await desk.missedChat(from: "\(number)", name: "Customer \(number)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { while try await desk.recovery.countHistory() {} } }
        try await group.waitForAll()
      }

      #expect(try await desk.totals().missed == 20)
    }
  }
}

extension Desk {
  /// Everything is counted, then the last seven days are read.
  func report(_ breakdown: ReportBreakdown, for viewer: Operator? = nil) async throws -> Report {
    while try await recovery.countHistory() {}
    var question = ReportQuestion()
    question.breakdown = breakdown
    return try await recovery.report(question, for: viewer ?? oksana)
  }

  func totals(for viewer: Operator? = nil) async throws -> ReportTally {
    try await report(.day, for: viewer).totals
  }

  /// Somebody answers, and the platform takes it.
  func answer(_ activity: Activity, by person: Operator) async throws {
    _ = try await recovery.accept(activity.id, by: person)
    _ = try await recovery.reply(to: activity.chatID, text: "Вітаю!", by: person)
    _ = try await recovery.sendOutbox(through: [.telegram: RecordingSender()])
  }
}

extension Duration? {
  /// Whether it is the other one, up to the 5 % that reports are right to.
  func isAbout(_ other: Duration) -> Bool {
    guard let self else { return false }
    return abs(Double(self.wholeMilliseconds) / Double(other.wholeMilliseconds) - 1) <= 0.05
  }
}
