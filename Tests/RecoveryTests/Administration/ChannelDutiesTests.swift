import Recovery
import ServiceLifecycle
import Storage
import Synchronization
import Testing
import TestSupport

/// Writes down which channels are attended to, as they are.
private final class Attendance: Sendable {
  private let state = Mutex<[String: String]>([:])

  var now: [String: String] { state.withLock { $0 } }

  func begin(_ channel: Channel) { state.withLock { $0[channel.name] = channel.options["mode"] ?? "" } }
  func end(_ channel: Channel) { state.withLock { $0[channel.name] = nil } }
}

private struct Duty: Service {
  let channel: Channel
  let attendance: Attendance

  func run() async throws {
    attendance.begin(channel)
    try? await gracefulShutdown()
    attendance.end(channel)
  }
}

@Suite struct ChannelDutiesTests {
  @Test func `a channel is attended to from when it is there, as it is changed, until it is shut`() async throws {
    try await withDesk(on: .sqlite) { desk in
      let attendance = Attendance()
      let duties = ChannelDuties(recovery: desk.recovery) { channel in
        channel.kind == .telegram ? Duty(channel: channel, attendance: attendance) : nil
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await duties.run() }
        try await eventually { attendance.now == ["bot": ""] }

        let outcome = try await desk.recovery.save(Self.entry("other"), as: nil, seen: nil, by: desk.anna)
        try await eventually { attendance.now == ["bot": "", "other": "webhook"] }

        guard case .saved(let id) = outcome else { throw CancellationError() }
        _ = try await desk.recovery.save(Self.entry("other", mode: "polling"), as: id, seen: nil, by: desk.anna)
        try await eventually { attendance.now["other"] == "polling" }

        _ = try await desk.recovery.set(active: false, channel: id, seen: nil, by: desk.anna)
        try await eventually { attendance.now == ["bot": ""] }

        _ = try await desk.recovery.set(active: true, channel: id, seen: nil, by: desk.anna)
        try await eventually { attendance.now["other"] == "polling" }
        group.cancelAll()
      }
      #expect(attendance.now.isEmpty)
    }
  }

  @Test func `the thousand and first channel is attended to as well`() async throws {
    try await withDesk(on: .sqlite) { desk in
      try await desk.recovery.database.write { connection in
        for number in 1000...1999 {
          try connection.execute(
            "INSERT INTO channels (id, name, kind, options, created_at) VALUES ($1, $1, 'web', '{}', 0)",
            [.text("a\(number)")])
        }
      }
      let attendance = Attendance()
      let duties = ChannelDuties(recovery: desk.recovery) { channel in
        channel.kind == .telegram ? Duty(channel: channel, attendance: attendance) : nil
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await duties.run() }
        try await eventually { attendance.now == ["bot": ""] }

        _ = try await desk.recovery.set(active: false, channel: desk.bot.id, seen: nil, by: desk.anna)
        try await eventually { attendance.now.isEmpty }
        group.cancelAll()
      }
    }
  }

  private static func entry(_ name: String, mode: String = "webhook") -> Provision.ChannelEntry {
    .init(name: name, kind: .telegram, queue: nil, owner: nil, options: ["mode": mode])
  }
}

/// Waits, for five seconds at most, until what other tasks do has come so far.
private func eventually(_ condition: () -> Bool) async throws {
  for _ in 0..<500 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
  #expect(condition())
}
