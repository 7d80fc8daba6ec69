import Foundation
package import Recovery

/// A receiver of the simplest form: `{"key":"1","chat":"c","id":"m","from":"77","name":"Олена","text":"Hi"}`;
/// with `"photo"`, the id of a photo that came with it, and `"phone"`, the number that its sender shares.
package struct PlainReceiver: ChannelReceiver {
  private struct Body: Decodable {
    let key: String?
    let chat: String
    let id: String
    let from: String
    let name: String
    let text: String
    let photo: String?
    let phone: String?
  }

  package init() {}

  package func admits(_ request: WebhookRequest, for channel: Channel) -> Bool { true }

  package func deduplicationKey(of body: [UInt8]) throws(MalformedBody) -> String? {
    (try? JSONDecoder().decode(Body.self, from: Data(body)))?.key
  }

  package func events(in body: [UInt8]) throws -> [InboundEvent] {
    let body = try JSONDecoder().decode(Body.self, from: Data(body))
    let sender = InboundMessage.Sender(id: body.from, name: body.name, phone: body.phone)
    let message = InboundMessage(
      chat: body.chat, id: body.id, sender: sender, text: body.text, at: SystemTime().now(),
      attachments: body.photo.map { [InboundAttachment(kind: .photo, externalID: $0, size: 1000, caption: body.text)] }
        ?? [])
    return [.message(message)]
  }
}
