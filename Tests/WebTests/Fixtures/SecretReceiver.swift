import HTTPTypes
import Recovery
import TestSupport

/// Reads what ``PlainReceiver`` reads, and asks for a secret.
struct SecretReceiver: ChannelReceiver {
  let secret: String
  private let plain = PlainReceiver()

  init(secret: String) { self.secret = secret }

  static let header = HTTPField.Name("X-Telegram-Bot-Api-Secret-Token") ?? .authorization

  func admits(_ request: WebhookRequest, for channel: Channel) -> Bool {
    request.headers["x-telegram-bot-api-secret-token"] == secret
  }

  func deduplicationKey(of body: [UInt8]) throws(MalformedBody) -> String? {
    guard body.first == UInt8(ascii: "{"), body.last == UInt8(ascii: "}") else { throw MalformedBody() }
    return try plain.deduplicationKey(of: body)
  }

  func events(in body: [UInt8]) throws -> [InboundEvent] { try plain.events(in: body) }
}
