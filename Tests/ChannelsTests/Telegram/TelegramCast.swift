import AsyncHTTPClient
import Channels
import Logging
import Recovery
import Simulators
import Synchronization

/// The token and the secret of the bot in these tests.
enum TelegramCast {
  static let token = "424242:TEST-token_of-the-bot"
  static let secret = "webhook_secret-1"
  /// Олена's number, which is also that of her chat with the bot.
  static let olena: Int64 = 596_417_343
  static let secrets = FixedSecrets(secrets: ["TG_TOKEN": token, "TG_SECRET": secret])

  static func channel(port: Int, options: [String: String] = [:]) -> Channel {
    let usual = ["base-url": "http://127.0.0.1:\(port)", "token-env": "TG_TOKEN", "secret-env": "TG_SECRET"]
    return Channel(
      id: "channel-1", name: "tg-sales", kind: .telegram, queueID: nil, ownerID: nil,
      options: usual.merging(options) { $1 })
  }

  static func reply(_ text: String, through channel: Channel, to chat: Int64 = olena, id: String = "reply-1")
    -> OutboundMessage
  {
    OutboundMessage(id: id, channel: channel, chat: String(chat), text: text)
  }
}

struct FixedSecrets: SecretSource {
  let secrets: [String: String]

  func secret(named name: String) -> String? { secrets[name] }
}

/// A clock that stands still until it is moved.
final class MovedTime: TimeSource {
  private let moment = Mutex(Timestamp(milliseconds: 1_700_000_000_000))

  func now() -> Timestamp { moment.withLock { $0 } }

  func move(by span: Duration) { moment.withLock { $0 = $0 + span } }
}

/// Runs a simulator as long as the closure, on a port of its own.
func withTelegram(
  _ change: (inout TelegramRules) -> Void = { _ in },
  _ body: (_ telegram: SimulatedTelegram, _ channel: Channel) async throws -> Void
) async throws {
  var rules = TelegramRules(token: TelegramCast.token)
  rules.firstUpdateID = 9001
  rules.firstMessageID = 1
  rules.firstRetry = .milliseconds(10)
  change(&rules)
  let simulator = TelegramSimulator(rules: rules, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await simulator.run() }
    try await body(simulator.telegram, TelegramCast.channel(port: simulator.boundPort))
    group.cancelAll()
  }
}

/// Keeps what is stored, and fails as often as it is told to.
actor RecordingStore: InboundStore {
  struct Down: Error {}

  private(set) var keys: [String?] = []
  private(set) var bodies: [[UInt8]] = []
  private var failures: Int

  init(failures: Int = 0) {
    self.failures = failures
  }

  func store(_ body: [UInt8], key: String?, for channel: Channel) throws {
    guard failures == 0 else {
      failures -= 1
      throw Down()
    }
    keys.append(key)
    bodies.append(body)
  }

  /// Waits until so many have been stored, or the test's time is over.
  func holds(_ count: Int) async {
    while keys.count < count {
      do { try await Task.sleep(for: .milliseconds(2)) } catch { return }
    }
  }
}

/// Notes how long somebody wanted to sleep, and lets them go on at once.
final class NotedSleep: Sendable {
  private let spans = Mutex<[Duration]>([])

  var all: [Duration] { spans.withLock { $0 } }

  func callAsFunction(_ span: Duration) async throws {
    spans.withLock { $0.append(span) }
    try Task.checkCancellation()
    await Task.yield()
  }
}

/// Keeps what was logged.
final class NotedLog: Sendable {
  private let lines = Mutex<[String]>([])

  var text: String { lines.withLock { $0.joined(separator: "\n") } }

  var logger: Logger { Logger(label: "test") { _ in Writer(log: self) } }

  private struct Writer: LogHandler {
    let log: NotedLog
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
    }
  }
}
