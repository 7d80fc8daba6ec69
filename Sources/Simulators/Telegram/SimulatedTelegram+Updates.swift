import Foundation
import ServiceLifecycle

/// How the bot gets its updates (https://core.telegram.org/bots/api#getting-updates).
extension SimulatedTelegram {
  /// https://core.telegram.org/bots/api#getupdates
  func getUpdates(_ parameters: TelegramParameters) async -> TelegramAnswer {
    guard webhook == nil else { return Self.webhookIsActive }
    updates.confirm(before: parameters.number("offset") ?? 0)
    if let names = parameters.names("allowed_updates") { allow(names) }
    let limit = min(max(1, parameters.number("limit") ?? 100), 100)
    let end = ContinuousClock.now + .seconds(min(max(0, parameters.number("timeout") ?? 0), 50))
    poller += 1
    let mine = poller
    while true {
      let listening = polled.listen()
      let found = updates.updates.prefix(Int(limit))
      let left = end - ContinuousClock.now
      if !found.isEmpty || left <= .zero || Task.isCancelled || Task.isShuttingDownGracefully {
        return .result(.array(found.map(\.body)))
      }
      await listening.wait(atMost: left)
      guard webhook == nil else { return Self.webhookIsActive }
      guard mine == poller else { return Self.otherPoller }
    }
  }

  private static let webhookIsActive = TelegramAnswer.refusal(
    code: 409,
    description: "Conflict: can't use getUpdates method while webhook is active; "
      + "use deleteWebhook to delete the webhook first")

  private static let otherPoller = TelegramAnswer.refusal(
    code: 409,
    description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")

  /// https://core.telegram.org/bots/api#setwebhook; an empty address removes it.
  func setWebhook(_ parameters: TelegramParameters) -> TelegramAnswer {
    guard let url = parameters.text("url"), !url.isEmpty else { return deleteWebhook(parameters) }
    guard isAcceptable(url) else { return .badRequest("bad webhook: An HTTPS URL must be provided for webhook") }
    let secret = parameters.text("secret_token")
    guard (secret ?? "").utf8.count <= 256 else { return .badRequest("secret token is too long") }
    guard (secret ?? "").utf8.allSatisfy(Self.isOfSecret) else {
      return .badRequest("secret token contains unallowed characters")
    }
    let connections = Int(min(max(1, parameters.number("max_connections") ?? 40), 100))
    if let names = parameters.names("allowed_updates") { allow(names) }
    if parameters.truth("drop_pending_updates") { updates.removeAll() }
    let isOld = webhook?.url == url && webhook?.secret == secret
    webhook = SimulatedWebhook(url: url, secret: secret, mostConnections: connections)
    updates.forgetFailures()
    polled.ring()
    delivering.ring()
    return .result(true, description: isOld ? "Webhook is already set" : "Webhook was set")
  }

  /// https://core.telegram.org/bots/api#deletewebhook
  func deleteWebhook(_ parameters: TelegramParameters) -> TelegramAnswer {
    if parameters.truth("drop_pending_updates") { updates.removeAll() }
    let description = webhook == nil ? "Webhook is already deleted" : "Webhook was deleted"
    webhook = nil
    return .result(true, description: description)
  }

  /// https://core.telegram.org/bots/api#webhookinfo
  var webhookInfo: JSON {
    var members: [String: JSON] = [
      "url": .string(webhook?.url ?? ""), "has_custom_certificate": false,
      "pending_update_count": .integer(Int64(updates.updates.count)),
    ]
    if let webhook {
      members["max_connections"] = .integer(Int64(webhook.mostConnections))
      members["last_error_date"] = webhook.lastError.map { .integer($0.at / 1000) }
      members["last_error_message"] = webhook.lastError.map { .string($0.text) }
    }
    members["allowed_updates"] = allowedUpdates.map { .array($0.sorted().map { .string($0) }) }
    return .object(members)
  }

  /// An empty list means everything.
  private func allow(_ names: [String]) {
    allowedUpdates = names.isEmpty ? nil : Set(names)
  }

  private func isAcceptable(_ url: String) -> Bool {
    guard let url = URL(string: url), let host = url.host(), !host.isEmpty else { return false }
    return url.scheme == "https" || rules.admitsPlainHTTP && url.scheme == "http"
  }

  private static func isOfSecret(_ byte: UInt8) -> Bool {
    let character = Character(UnicodeScalar(byte))
    return byte < 128 && (character.isLetter || character.isNumber) || character == "_" || character == "-"
  }
}
