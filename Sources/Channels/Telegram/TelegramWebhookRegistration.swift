package import AsyncHTTPClient
import Foundation
package import Logging
package import Recovery
import ServiceLifecycle

/// Tells Telegram where to deliver a bot's updates: the channel's `mode` is `webhook`
/// (https://core.telegram.org/bots/api#setwebhook).
package struct TelegramWebhookRegistration: Service {
  private let channel: Channel
  private let publicURL: String?
  private let secrets: any SecretSource
  private let client: HTTPClient
  private let logger: Logger
  private let pause: TelegramPause

  /// - Parameters:
  ///   - publicURL: where the world reaches this server, such as `https://desk.example`; nil where somebody else sets the webhook.
  ///   - sleep: waits after a failure; tests put one in its place that does not.
  package init(
    channel: Channel, publicURL: String?, secrets: any SecretSource, client: HTTPClient, logger: Logger,
    sleep: @escaping Sleep = { try await Task.sleep(for: $0) }
  ) {
    self.channel = channel
    self.publicURL = publicURL
    self.secrets = secrets
    self.client = client
    self.logger = logger
    pause = TelegramPause(channel: channel, logger: logger, sleep: sleep)
  }

  /// Registers, again and again until it succeeds, then stays until the process shuts down: a service that ends would end all.
  package func run() async {
    await cancelWhenGracefulShutdown { await registerUntilDone() }
    do { try await gracefulShutdown() } catch {
      // Cancelled, which ends it as well.
    }
  }

  private func registerUntilDone() async {
    var failures = 0
    while !Task.isCancelled {
      do {
        try await register()
        return
      } catch {
        guard !Task.isCancelled else { return }
        failures += 1
        await pause.take(after: error, failures: failures, doing: "setting the webhook")
      }
    }
  }

  /// Registers once. Repeating it changes nothing; without a public address it does nothing.
  func register() async throws(TelegramFault) {
    guard let publicURL else { return }
    let bot = try TelegramBot(of: channel, secrets: secrets, client: client)
    let webhook = Webhook(url: Self.address(of: channel, under: publicURL), secret_token: try secret())
    let _: Bool = try await bot.call("setWebhook", webhook)
    logger.info("Telegram delivers to our webhook", metadata: ["channel": "\(channel.name)", "url": "\(webhook.url)"])
  }

  private func secret() throws(TelegramFault) -> String {
    guard let secret = secrets.secret("secret-env", of: channel), (1...256).contains(secret.utf8.count) else {
      throw .misconfigured("The webhook's secret (secret-env) is not configured, or longer than 256 characters.")
    }
    guard secret.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else {
      throw .misconfigured("The webhook's secret (secret-env) may have only A-Z, a-z, 0-9, _ and -.")
    }
    return secret
  }

  static func address(of channel: Channel, under publicURL: String) -> String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(["/"])
    let name = channel.name.addingPercentEncoding(withAllowedCharacters: allowed)
    return publicURL.trimmingCharacters(in: .init(charactersIn: "/ ")) + "/webhooks/" + (name ?? channel.name)
  }

  private struct Webhook: Encodable, Sendable {
    let url: String
    let secret_token: String
    let allowed_updates = TelegramReceiver.wantedUpdates
    let max_connections = 40
  }
}

extension TelegramReceiver {
  /// What we ask Telegram for; the rest is not even sent (https://core.telegram.org/bots/api#update).
  static let wantedUpdates = ["message", "my_chat_member"]
}
