import Crypto
import HTTPTypes
import Hummingbird
import Recovery

/// How much a platform may send at once.
enum WebhookLimit {
  /// In bytes.
  static let body = 1 << 20
}

extension WebApplication {
  /// `POST /webhooks/:channel`: stores what a platform sends before it is acknowledged. Understanding it comes later.
  func receiveWebhook(_ request: Request, _ context: WebContext) async throws -> Response {
    let (channel, receiver) = try await channel(of: context)
    var body = try await request.body.collect(upTo: WebhookLimit.body)
    let bytes = body.readBytes(length: body.readableBytes) ?? []
    let received = WebhookRequest(headers: request.headersByName, body: bytes)
    guard receiver.admits(received, for: channel) else { throw WebError(.unauthorized, "wrong_secret") }
    let key: String?
    do {
      key = try receiver.deduplicationKey(of: bytes)
    } catch {
      throw WebError.malformedJSON
    }
    try await recovery.store(bytes, key: key, for: channel)
    return Response(
      status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: Self.stored))
  }

  private static let stored = ByteBuffer(string: #"{"ok":true}"#)

  /// `GET /webhooks/:channel`: proves to Meta's platforms that the address is ours
  /// (https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests).
  func verifyWebhook(_ request: Request, _ context: WebContext) async throws -> Response {
    let (channel, _) = try await channel(of: context)
    guard Self.verified.contains(channel.kind) else { throw WebError.methodNotAllowed([.post]) }
    let query = try Query(request)
    guard query["hub.mode"] == "subscribe", let token = query["hub.verify_token"],
      let challenge = query["hub.challenge"],
      let secret = secrets.secret("verify-token-env", of: channel),
      SHA256.hash(data: Array(token.utf8)) == SHA256.hash(data: Array(secret.utf8))
    else { throw WebError.forbidden }
    return Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: challenge)))
  }

  private static let verified: Set<ChannelKind> = [.whatsapp, .messenger, .instagram]

  /// The channel that the address names, with what understands it.
  private func channel(of context: WebContext) async throws -> (Channel, any ChannelReceiver) {
    guard let name = context.parameters.get("channel"),
      let channel = try await recovery.directory().channels[name], let receiver = receivers[channel.kind]
    else { throw WebError.notFound }
    return (channel, receiver)
  }
}

extension Request {
  /// Header fields by lower-case name; of repeated ones the first.
  fileprivate var headersByName: [String: String] {
    var fields: [String: String] = [:]
    fields.reserveCapacity(headers.count)
    for field in headers where fields[field.name.canonicalName] == nil {
      fields[field.name.canonicalName] = field.value
    }
    return fields
  }
}
