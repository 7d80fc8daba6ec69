import Recovery
import Storage
import Testing
import TestSupport

/// What administrators change in the browser.
@Suite struct AdministrationTests {
  @Test(arguments: Engine.available)
  func `of two who save the same version of a queue, the second changes nothing`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let record = try #require(try await desk.recovery.queue(desk.sales.id))
      let slower = Self.queue("Sales", ["sales"], answerWithin: .seconds(90))
      let faster = Self.queue("Sales", ["sales"], answerWithin: .seconds(30))

      let first = try await desk.recovery.save(faster, as: desk.sales.id, seen: record.version, by: desk.anna)
      let second = try await desk.recovery.save(slower, as: desk.sales.id, seen: record.version, by: desk.anna)

      #expect(first == .saved(id: desk.sales.id))
      #expect(second == .changedMeanwhile)
      let now = try #require(try await desk.recovery.queue(desk.sales.id))
      #expect(now.queue.rule.answerWithin == .seconds(30))
    }
  }

  @Test(arguments: Engine.available)
  func `sixteen who save the same version at once have one winner`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let record = try #require(try await desk.recovery.queue(desk.sales.id))
      let outcomes = try await withThrowingTaskGroup(of: SaveOutcome.self) { group in
        for number in 1...16 {
          group.addTask {
            try await desk.recovery.save(
              Self.queue("Sales", ["sales"], answerWithin: .seconds(100 + number)), as: desk.sales.id,
              seen: record.version, by: desk.anna)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == .saved(id: desk.sales.id) } == 1)
      #expect(outcomes.count { $0 == .changedMeanwhile } == 15)
    }
  }

  @Test(arguments: Engine.available)
  func `a change of a queue tells who changed what, from what to what`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let queue = Self.queue("Sales", ["sales", "vip"], answerWithin: .seconds(300))
      _ = try await desk.recovery.save(queue, as: desk.sales.id, seen: nil, by: desk.anna)

      let audit = try await desk.recovery.audit(of: .queue, desk.sales.id)
      let entry = try #require(audit.entries.first)
      #expect(entry.by == desk.anna.reference)
      #expect(entry.what == .changed)
      #expect(
        entry.changes == [
          FieldChange("skills", from: "sales", to: "sales, vip"), FieldChange("answerWithin", from: "1m", to: "5m"),
        ])
      #expect(audit.entries.last?.what == .created)
      #expect(audit.entries.last?.by == nil)
      let record = try #require(try await desk.recovery.queue(desk.sales.id))
      #expect(record.members.isEmpty, "nobody has the new skill")
    }
  }

  @Test(arguments: Engine.available)
  func `a name that another has is refused`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let renamed = Self.queue("Support", ["sales"], answerWithin: .seconds(60))
      let taken = try await desk.recovery.save(renamed, as: desk.sales.id, seen: nil, by: desk.anna)
      #expect(taken == .nameTaken)
      #expect(try await desk.recovery.save(renamed, as: nil, seen: nil, by: desk.anna) == .nameTaken)
      #expect(try await desk.recovery.save(renamed, as: "nothing", seen: nil, by: desk.anna) == .missing)
    }
  }

  @Test(arguments: Engine.available)
  func `repeating a provision leaves the audit list as it is`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let before = try await desk.recovery.audit(limit: 100).entries
      _ = try await Desk(desk.recovery.database)
      #expect(try await desk.recovery.audit(limit: 100).entries == before)
      #expect(!before.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `the audit list is read page by page, newest first`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for number in 1...5 { _ = try await desk.recovery.addSkill(named: "skill \(number)", by: desk.anna) }
      let all = try await desk.recovery.audit(of: .skill, limit: 100).entries
      let first = try await desk.recovery.audit(of: .skill, limit: 3)
      let second = try await desk.recovery.audit(of: .skill, after: first.next, limit: 100)
      #expect(first.entries + second.entries == all)
      #expect(first.entries.first?.name == "skill 5")
      #expect(second.next == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a setting that somebody saved meanwhile is not saved over`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let code = Setting.sendsActivities
      let shown = try #require(try await desk.recovery.setting(code))
      let first = try await desk.recovery.change(
        setting: code, to: .boolean(false), by: desk.anna, seen: shown.version)
      let second = try await desk.recovery.change(
        setting: code, to: .boolean(true), by: desk.anna, seen: shown.version)
      guard case .changed = first else {
        Issue.record("The first one is saved.")
        return
      }
      #expect(second == .changedMeanwhile)
      let entry = try #require(try await desk.recovery.audit(of: .setting, code).entries.first)
      #expect(entry.changes == [FieldChange("value", from: "true", to: "false")])
    }
  }

  @Test(arguments: Engine.available)
  func `a skill is removed only when nobody has it and no queue asks for it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      _ = try await desk.recovery.addSkill(named: "vip", by: desk.anna)
      let skills = try await desk.recovery.skills()
      let used = try #require(skills.first { $0.name == "sales" })
      let unused = try #require(skills.first { $0.name == "vip" })
      #expect(used.operators == 2)
      #expect(used.queues == 1)
      #expect(try await desk.recovery.remove(skill: used.id, by: desk.anna) == .inUse)
      #expect(try await desk.recovery.remove(skill: unused.id, by: desk.anna) == .removed)
      #expect(try await desk.recovery.remove(skill: unused.id, by: desk.anna) == .missing)
    }
  }

  @Test(arguments: ["", "123:secret-token", "has space"])
  func `an option that names no variable is refused, so that no secret is stored`(value: String) async throws {
    try await withDesk(on: .sqlite) { desk in
      let channel = Provision.ChannelEntry(
        name: "other", kind: .telegram, queue: "Sales", owner: nil, options: ["token-env": value])
      await #expect(throws: InvalidInput.self) {
        try await desk.recovery.save(channel, as: nil, seen: nil, by: desk.anna)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `an administrator sends secrets nowhere but where the command line does`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.channels = [
        Self.bot("tried", ["token-env": "TRY_TOKEN", "base-url": "http://127.0.0.1:8081"]),
        Self.bot("real", ["token-env": "REAL_TOKEN"]),
      ]
      try await desk.recovery.apply(provision)
      for options in [
        ["token-env": "DATABASE_PASSWORD"], ["token-env": "TRY_TOKEN", "base-url": "https://evil.example"],
        // What is sent is another's secret here: each name is known for its own option only.
        ["token-env": "BOT_SECRET"],
        // Both are known, but not together.
        ["token-env": "REAL_TOKEN", "base-url": "http://127.0.0.1:8081"],
      ] {
        await #expect(throws: InvalidInput.self, "\(options)") {
          try await desk.recovery.save(Self.bot("new", options), as: nil, seen: nil, by: desk.anna)
        }
        await #expect(throws: InvalidInput.self, "\(options)") {
          try await desk.recovery.save(Self.bot("bot", options), as: desk.bot.id, seen: nil, by: desk.anna)
        }
      }
      let known = ["token-env": "TRY_TOKEN", "secret-env": "CHANNEL_SECRET", "base-url": "http://127.0.0.1:8081"]
      let saved = try await desk.recovery.save(Self.bot("new", known), as: nil, seen: nil, by: desk.anna)
      guard case .saved(let id) = saved else {
        Issue.record("All of it is known or meant for channels.")
        return
      }
      #expect(try await desk.recovery.channel(id)?.channel.options == known)
      #expect(try await desk.recovery.channel(desk.bot.id)?.channel.options == desk.bot.options)
    }
  }

  @Test(arguments: Engine.available)
  func `operators and channels are listed page by page, and found by their ids`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let operators = desk.recovery.operators
      let all = try await operators(nil, 200).operators
      let first = try await operators(nil, 2)
      let second = try await operators(first.next, 2)
      let third = try await operators(second.next, 2)
      #expect(first.operators + second.operators + third.operators == all)
      #expect((all.count, third.next) == (5, nil))
      #expect(
        try await desk.recovery.overview(ofOperator: desk.petro.id) == all.last { $0.operator.id == desk.petro.id })
      #expect(try await desk.recovery.overview(ofOperator: "nothing") == nil)

      let page = try await desk.recovery.channels(limit: 1)
      let rest = try await desk.recovery.channels(after: page.next, limit: 1)
      #expect((page.channels + rest.channels).map(\.channel.name) == ["bot", "site"])
      #expect(rest.next == nil)
      #expect(try await desk.recovery.channel(desk.site.id) == rest.channels.first)
      #expect(try await desk.recovery.channel("nothing") == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `a channel that is shut takes nothing in, and is there again when it is opened`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let shut = try await desk.recovery.set(active: false, channel: desk.bot.id, seen: 1, by: desk.anna)
      #expect(shut == .done)
      #expect(try await desk.recovery.directory().channels["bot"] == nil)
      #expect(try await desk.recovery.directory().channel(id: desk.bot.id)?.isOpen == false)
      #expect(
        try await desk.recovery.set(active: true, channel: desk.bot.id, seen: 1, by: desk.anna) == .changedMeanwhile)
      #expect(try await desk.recovery.set(active: true, channel: desk.bot.id, seen: 2, by: desk.anna) == .done)
      #expect(try await desk.recovery.directory().channels["bot"]?.isOpen == true)
    }
  }

  private static func bot(_ name: String, _ options: [String: String]) -> Provision.ChannelEntry {
    .init(name: name, kind: .telegram, queue: nil, owner: nil, options: options)
  }

  private static func queue(
    _ name: String, _ skills: [String], answerWithin: Duration
  ) -> Provision.QueueEntry {
    .init(name: name, skills: skills, rule: MissedRule(answerWithin: answerWithin))
  }
}
