import AsyncHTTPClient
import Channels
import Hummingbird
import HummingbirdTesting
import Logging
import Recovery
import Simulators
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Telegram's webhook` {
  private let store = RecordingStore()
  private let log = NotedLog()
  private let sleep = NotedSleep()

  @Test func `is registered, and what Олена writes is delivered with the secret`() async throws {
    try await withTelegram { telegram, channel in
      try await receiving(on: channel) { publicURL in
        try await serving(registration(channel, publicURL: publicURL)) {
          await telegram.hasWebhook()
          try await telegram.customer(TelegramCast.olena, named: "Олена", writes: "Добрий день")
          await store.holds(1)
        }
        #expect(await store.keys == ["9001"])
        #expect(log.text.contains("/webhooks/tg-sales"))
        #expect(!log.text.contains(TelegramCast.secret))
      }
    }
  }

  @Test func `a delivery that we could not store comes again, and holds up its own chat only`() async throws {
    let failing = RecordingStore(failures: 2)
    try await withTelegram { telegram, channel in
      try await receiving(on: channel, into: failing) { publicURL in
        try await serving(registration(channel, publicURL: publicURL)) {
          await telegram.hasWebhook()
          try await telegram.customer(1, writes: "перше")
          try await telegram.customer(1, writes: "друге")
          try await telegram.customer(2, writes: "інший чат")
          await failing.holds(3)
        }
        let keys = await failing.keys.compactMap { $0 }
        #expect(Set(keys) == ["9001", "9002", "9003"])
        #expect(keys.filter { $0 != "9003" } == ["9001", "9002"])
        while await telegram.pendingCount > 0 { await Task.yield() }
      }
    }
  }

  @Test func `a registration that fails is tried again`() async throws {
    try await withTelegram { telegram, channel in
      await telegram.order(TelegramFaultOrder(method: "setWebhook", code: 502, count: 2))
      try await serving(registration(channel, publicURL: "http://desk.example")) { await telegram.hasWebhook() }
      #expect(sleep.all.count == 2)
    }
  }

  @Test func `without a public address nothing is registered`() async throws {
    try await withTelegram { telegram, channel in
      try await serving(registration(channel, publicURL: nil)) { await Task.yield() }
      #expect(await telegram.webhookAddress == nil)
    }
  }

  private func registration(_ channel: Channel, publicURL: String?) -> TelegramWebhookRegistration {
    TelegramWebhookRegistration(
      channel: channel, publicURL: publicURL, secrets: TelegramCast.secrets, client: .shared, logger: log.logger,
      sleep: { [sleep] in try await sleep($0) })
  }

  /// A server like ours: admits, stores, then acknowledges.
  private func receiving(
    on channel: Channel, into other: RecordingStore? = nil, _ body: @escaping @Sendable (String) async throws -> Void
  ) async throws {
    let receiver = TelegramReceiver(secrets: TelegramCast.secrets)
    let store = other ?? store
    let router = Router()
    router.post("/webhooks/tg-sales") { request, _ -> HTTPResponse.Status in
      let bytes = Array(try await request.body.collect(upTo: 100_000).readableBytesView)
      let fields = request.headers.map { ($0.name.canonicalName, $0.value) }
      let shown = WebhookRequest(headers: Dictionary(fields) { $1 }, body: bytes)
      guard receiver.admits(shown, for: channel) else { return .unauthorized }
      do {
        try await store.store(bytes, key: try receiver.deduplicationKey(of: bytes), for: channel)
        return .ok
      } catch is RecordingStore.Down {
        return .serviceUnavailable
      }
    }
    try await Application(router: router, logger: NotedLog().logger).test(.live) { client in
      // The test server listens on whatever the machine means by this name.
      try await body("http://localhost:\(try #require(client.port))/")
    }
  }
}

extension SimulatedTelegram {
  /// Waits until a webhook is set.
  func hasWebhook() async {
    while webhookAddress == nil {
      do { try await Task.sleep(for: .milliseconds(2)) } catch { return }
    }
  }
}
