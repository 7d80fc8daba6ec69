import Foundation
package import Recovery

/// Takes in Telegram's updates, by webhook or by polling (https://core.telegram.org/bots/api#getting-updates).
package struct TelegramReceiver: ChannelReceiver {
  /// Comes back in this header if it was given to `setWebhook` (https://core.telegram.org/bots/api#setwebhook).
  private static let secretHeader = "x-telegram-bot-api-secret-token"

  private let secrets: any SecretSource

  package init(secrets: any SecretSource) {
    self.secrets = secrets
  }

  /// Telegram signs nothing: the secret token, which is the channel's `secret-env`, is all that tells its requests from others.
  package func admits(_ request: WebhookRequest, for channel: Channel) -> Bool {
    guard let secret = secrets.secret("secret-env", of: channel), let shown = request.headers[Self.secretHeader] else {
      return false
    }
    return matches(shown, secret: secret)
  }

  /// The `update_id`. Every delivery passes here before it is acknowledged, so nothing else is decoded.
  package func deduplicationKey(of body: [UInt8]) throws(MalformedBody) -> String? {
    do {
      return try JSONDecoder().decode(TelegramUpdateKey.self, from: Data(body)).id.map { String($0) }
    } catch DecodingError.typeMismatch {
      // Well-formed, but not even an object.
      return nil
    } catch {
      throw MalformedBody()
    }
  }

  package func events(in body: [UInt8]) throws -> [InboundEvent] {
    [try JSONDecoder().decode(TelegramUpdate.self, from: Data(body)).event]
  }
}

extension TelegramUpdate {
  /// What it means to us. Only what customers write to the bot in private counts; Telegram does not echo the bot's own messages.
  var event: InboundEvent {
    switch content {
    case .message(let message): message.event
    case .membership(let membership): membership.event
    case .other("edited_message"): .ignored("edited")
    case .other(let name): .ignored(String(name.prefix(64)))
    }
  }
}

extension TelegramMessage {
  fileprivate var event: InboundEvent {
    guard chat.type == "private" else { return .ignored("not a private chat") }
    guard from?.is_bot != true else { return .ignored("from a bot") }
    guard let text = readableText, !text.isEmpty else { return .ignored("service message") }
    // A message's id is unique in its chat only (https://core.telegram.org/bots/api#message).
    let id = "\(chat.id):\(message_id)"
    let files = [attachment?.file?.attachment(caption: caption)].compactMap { $0 }
    return .message(
      InboundMessage(
        chat: String(chat.id), id: id, sender: sender, text: text, at: date.timestamp, attachments: files))
  }

  private var sender: InboundMessage.Sender {
    let full = [from?.first_name ?? chat.first_name, from?.last_name ?? chat.last_name]
      .compactMap { $0.map { ShownName.clean($0) } }.filter { !$0.isEmpty }.joined(separator: " ")
    let id = String(from?.id ?? chat.id)
    // Deleted accounts have no name at all.
    let name = full.isEmpty ? from?.username ?? chat.username ?? id : full
    return InboundMessage.Sender(id: id, name: name, phone: ownPhone)
  }
}

extension TelegramMembership {
  fileprivate var event: InboundEvent {
    guard chat.type == "private" else { return .ignored("not a private chat") }
    // Blocking shows as "kicked"; unblocking as "member", and the customer's next message says more than that.
    guard new_chat_member.status == "kicked" else { return .ignored("my_chat_member") }
    return .unreachable(chat: String(chat.id), at: date.timestamp)
  }
}
