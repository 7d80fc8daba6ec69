import AsyncHTTPClient
import Channels
import Logging
import Recovery
import ServiceLifecycle
import Simulators
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Polling Telegram` {
  private let store = RecordingStore()
  private let sleep = NotedSleep()
  private let log = NotedLog()

  @Test func `what Олена wrote is stored in order, as Telegram sent it`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, named: "Олена Коваль", writes: "Добрий день")
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      try await polling(channel) {
        await store.holds(2)
        try await telegram.customer(TelegramCast.olena, writes: "Ау")
        await store.holds(3)
      }
      #expect(await store.keys == ["9001", "9002", "9003"])
      let receiver = TelegramReceiver(secrets: TelegramCast.secrets)
      let texts = try await store.bodies.flatMap { try receiver.events(in: $0) }.map(Self.text)
      #expect(texts == ["Добрий день", "Є хто?", "Ау"])
    }
  }

  @Test func `after a start it goes on with what was not confirmed`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "перше")
      try await polling(channel) {
        await store.holds(1)
        try await telegram.customer(TelegramCast.olena, writes: "друге")
        await store.holds(2)
      }
      try await telegram.customer(TelegramCast.olena, writes: "третє")
      let later = RecordingStore()
      try await polling(channel, into: later) {
        while await later.keys.last != "9003" { await later.holds(later.keys.count + 1) }
      }
      let keys = await later.keys.compactMap { $0 }
      // The second may come again, because nobody confirmed it; its key tells. The first must not.
      #expect(keys == ["9003"] || keys == ["9002", "9003"])
    }
  }

  @Test func `nothing is confirmed that could not be stored`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "перше")
      try await telegram.customer(TelegramCast.olena, writes: "друге")
      let failing = RecordingStore(failures: 2)
      try await polling(channel, into: failing) { await failing.holds(2) }
      #expect(await failing.keys == ["9001", "9002"])
      #expect(sleep.all.count == 2)
      #expect((.milliseconds(500)...(.seconds(1))).contains(sleep.all[0]))
      #expect((.seconds(1)...(.seconds(2))).contains(sleep.all[1]))
    }
  }

  @Test func `Telegram's wish for a pause is obeyed`() async throws {
    try await withTelegram { telegram, channel in
      await telegram.order(TelegramFaultOrder(method: "getUpdates", code: 429, retryAfter: 17))
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      try await polling(channel) { await store.holds(1) }
      #expect(sleep.all == [.seconds(17)])
    }
  }

  @Test func `another receiver of the same bot is reported, without the token`() async throws {
    try await withTelegram { telegram, channel in
      await telegram.order(TelegramFaultOrder(method: "getUpdates", code: 409, description: "Conflict"))
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      try await polling(channel) { await store.holds(1) }
      #expect(log.text.contains("another process polls this bot, or a webhook is set"))
      #expect(log.text.contains("tg-sales"))
      #expect(!log.text.contains("TEST-token"))
    }
  }

  @Test func `a webhook that is still set is removed first`() async throws {
    try await withTelegram { telegram, channel in
      let registration = TelegramWebhookRegistration(
        channel: channel, publicURL: "http://127.0.0.1:1", secrets: TelegramCast.secrets, client: .shared,
        logger: log.logger)
      try await serving(registration) { await telegram.hasWebhook() }
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      try await polling(channel) { await store.holds(1) }
      #expect(await store.keys == ["9001"])
      #expect(sleep.all.isEmpty)
    }
  }

  @Test func `it ends at once when the process shuts down in the middle of a call`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      let group = ServiceGroup(
        services: [service(channel, into: store)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let clock = ContinuousClock()
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        await store.holds(1)
        let asked = clock.now
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        #expect(clock.now - asked < .seconds(5))
      }
    }
  }

  private func service(_ channel: Channel, into store: RecordingStore) -> TelegramPolling {
    TelegramPolling(
      channel: channel, store: store, secrets: TelegramCast.secrets, client: .shared, logger: log.logger,
      sleep: { [sleep] in try await sleep($0) })
  }

  private func polling(
    _ channel: Channel, into other: RecordingStore? = nil, _ body: () async throws -> Void
  ) async throws {
    try await serving(service(channel, into: other ?? store), body)
  }

  private static func text(of event: InboundEvent) -> String? {
    guard case .message(let message) = event else { return nil }
    return message.text
  }
}

/// Runs a service as long as the closure.
func serving(_ service: any Service, _ body: () async throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await service.run() }
    try await body()
    group.cancelAll()
  }
}
