package import AsyncHTTPClient
import Foundation
package import Logging
package import Recovery
import ServiceLifecycle

/// Fetches a bot's updates where Telegram cannot reach us: the channel's `mode` is `polling`
/// (https://core.telegram.org/bots/api#getupdates).
///
/// Telegram keeps an update until a later call's `offset` passes it, and that is sent only when the update is stored. So nothing
/// is lost when we stop in between; what comes again after a start is known by its key. No offset of our own is kept.
package struct TelegramPolling: Service {
  private static let longestAnswer = 16 * 1024 * 1024

  private let channel: Channel
  private let store: any InboundStore
  private let receiver: TelegramReceiver
  private let secrets: any SecretSource
  private let client: HTTPClient
  private let logger: Logger
  private let waiting: Duration
  private let pause: TelegramPause

  /// - Parameters:
  ///   - waiting: how long Telegram holds a call that has nothing to tell, in whole seconds.
  ///   - sleep: waits after a failure; tests put one in its place that does not.
  package init(
    channel: Channel, store: any InboundStore, secrets: any SecretSource, client: HTTPClient, logger: Logger,
    waiting: Duration = .seconds(25), sleep: @escaping Sleep = { try await Task.sleep(for: $0) }
  ) {
    self.channel = channel
    self.store = store
    self.secrets = secrets
    self.client = client
    self.logger = logger
    self.waiting = waiting
    receiver = TelegramReceiver(secrets: secrets)
    pause = TelegramPause(channel: channel, logger: logger, sleep: sleep)
  }

  /// Polls until the process shuts down; a call under way is then given up at once.
  package func run() async {
    await cancelWhenGracefulShutdown { await poll() }
  }

  private func poll() async {
    var position = Position()
    var failures = 0
    while !Task.isCancelled {
      do {
        try await round(&position)
        failures = 0
      } catch {
        guard !Task.isCancelled else { return }
        failures += 1
        await pause.take(after: error, failures: failures, doing: "polling")
      }
    }
  }

  private struct Position {
    var webhookRemoved = false
    /// The first update that is not stored yet; nil asks for the oldest that Telegram has.
    var offset: Int64?
  }

  private func round(_ position: inout Position) async throws {
    let bot = try TelegramBot(of: channel, secrets: secrets, client: client)
    if !position.webhookRemoved {
      let _: Bool = try await bot.call("deleteWebhook", Removal(drop_pending_updates: false))
      position.webhookRemoved = true
    }
    let started = ContinuousClock.now
    let updates = try await updates(from: position.offset, by: bot)
    for update in updates {
      try await store.store(update.body, key: String(update.id), for: channel)
      position.offset = max(position.offset ?? 0, update.id &+ 1)
    }
    // A server that does not hold calls must not make us call without pause.
    if updates.isEmpty, ContinuousClock.now - started < .milliseconds(500) { try await pause.sleep(.seconds(1)) }
  }

  private func updates(from offset: Int64?, by bot: TelegramBot) async throws -> [(id: Int64, body: [UInt8])] {
    let question = Question(offset: offset, limit: 100, timeout: waiting.components.seconds)
    let answer = try await bot.answer(
      to: "getUpdates", question, within: waiting + .seconds(10), upTo: Self.longestAnswer)
    return try JSONObjects.inArray(of: answer).map { body in
      let key = try receiver.deduplicationKey(of: Array(body))
      guard let id = key.flatMap({ Int64($0) }) else { throw MalformedBody() }
      return (id, Array(body))
    }
  }

  private struct Removal: Encodable, Sendable {
    let drop_pending_updates: Bool
  }

  private struct Question: Encodable, Sendable {
    let offset: Int64?
    let limit: Int
    let timeout: Int64
    let allowed_updates = TelegramReceiver.wantedUpdates
  }
}
