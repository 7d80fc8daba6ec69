package import AsyncHTTPClient
import Foundation
package import Recovery

/// Asks Telegram who the bot is and where it delivers (https://core.telegram.org/bots/api#getme,
/// https://core.telegram.org/bots/api#getwebhookinfo). It changes nothing there.
package struct TelegramTester: ChannelTester {
  private let secrets: any SecretSource
  private let client: HTTPClient
  private let publicURL: String?
  private let limit: Duration

  /// - Parameters:
  ///   - publicURL: where the world reaches this server; nil where that is not known.
  ///   - limit: how long each of the two questions may take.
  package init(
    secrets: any SecretSource, client: HTTPClient, publicURL: String?, limit: Duration = .seconds(10)
  ) {
    self.secrets = secrets
    self.client = client
    self.publicURL = publicURL
    self.limit = limit
  }

  package func test(_ channel: Channel) async -> [ChannelFinding] {
    let polls = channel.options["mode"] == "polling"
    let ownFaults = polls ? [] : secretFaults(of: channel)
    do {
      let bot = try TelegramBot(of: channel, secrets: secrets, client: client)
      let me: Me = try await bot.call("getMe", Nothing(), within: limit)
      let webhook: WebhookInfo = try await bot.call("getWebhookInfo", Nothing(), within: limit)
      let account = ChannelFinding(.fine, .account, me.username.map { "@\($0)" } ?? me.first_name ?? "")
      return [account] + ownFaults + (polls ? polling(webhook) : delivery(webhook, to: channel))
    } catch {
      return [finding(of: error, channel)] + ownFaults
    }
  }

  private func finding(of fault: TelegramFault, _ channel: Channel) -> ChannelFinding {
    switch fault {
    case .misconfigured:
      let isThere = secrets.secret("token-env", of: channel) != nil
      return ChannelFinding(.wrong, isThere ? .tokenMalformed : .tokenMissing, channel.options["token-env"] ?? "")
    case .noAnswer(let text): return ChannelFinding(.wrong, .unreachable, text)
    case .refused(401, _, _), .refused(404, _, _): return ChannelFinding(.wrong, .tokenRefused)
    case .refused(let code, let text, _): return ChannelFinding(.wrong, .refused, "\(code) \(text)")
    }
  }

  /// A webhook without its secret is refused by us.
  private func secretFaults(of channel: Channel) -> [ChannelFinding] {
    let name = channel.options["secret-env"] ?? ""
    guard let secret = secrets.secret("secret-env", of: channel) else {
      return [ChannelFinding(.wrong, .secretMissing, name)]
    }
    let isUsable = secret.wholeMatch(of: /[A-Za-z0-9_-]{1,256}/) != nil
    return isUsable ? [] : [ChannelFinding(.wrong, .secretMalformed, name)]
  }

  /// A bot that has a webhook gives nothing to those who ask; we remove it when we begin.
  private func polling(_ webhook: WebhookInfo) -> [ChannelFinding] {
    let first =
      webhook.url.isEmpty
      ? ChannelFinding(.fine, .pollingFree) : ChannelFinding(.warning, .webhookUnexpected, webhook.url)
    return [first] + waiting(webhook)
  }

  private func delivery(_ webhook: WebhookInfo, to channel: Channel) -> [ChannelFinding] {
    var findings: [ChannelFinding] = []
    if let publicURL {
      let ours = TelegramWebhookRegistration.address(of: channel, under: publicURL)
      switch webhook.url {
      case "": findings.append(ChannelFinding(.wrong, .webhookMissing, ours))
      case ours: findings.append(ChannelFinding(.fine, .webhookOurs, ours))
      default: findings.append(ChannelFinding(.wrong, .webhookElsewhere, webhook.url))
      }
    } else {
      findings.append(ChannelFinding(.warning, .publicAddressMissing))
      if !webhook.url.isEmpty { findings.append(ChannelFinding(.fine, .webhookOwn, webhook.url)) }
    }
    if let failure = webhook.last_error_message, !failure.isEmpty {
      findings.append(ChannelFinding(.warning, .deliveryFailed, String(failure.prefix(200))))
    }
    return findings + waiting(webhook)
  }

  private func waiting(_ webhook: WebhookInfo) -> [ChannelFinding] {
    let count = webhook.pending_update_count ?? 0
    return count > 0 ? [ChannelFinding(.warning, .deliveryWaiting, "\(count)")] : []
  }

  private struct Nothing: Encodable, Sendable {}

  private struct Me: Decodable {
    let username: String?
    let first_name: String?
  }

  private struct WebhookInfo: Decodable {
    let url: String
    let pending_update_count: Int64?
    let last_error_message: String?
  }
}
