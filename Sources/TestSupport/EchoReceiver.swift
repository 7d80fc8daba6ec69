import Foundation
package import Recovery

/// Understands nothing but that somebody answered in another tool: `{"chat":"77","at":0}`.
package struct EchoReceiver: ChannelReceiver {
  private struct Body: Decodable {
    let chat: String
    let at: Int64
  }

  package init() {}

  package func admits(_ request: WebhookRequest, for channel: Channel) -> Bool { true }

  package func deduplicationKey(of body: [UInt8]) throws(MalformedBody) -> String? { nil }

  package func events(in body: [UInt8]) throws -> [InboundEvent] {
    let body = try JSONDecoder().decode(Body.self, from: Data(body))
    return [.answeredElsewhere(chat: body.chat, at: Timestamp(milliseconds: body.at))]
  }
}

extension Desk {
  /// Somebody answers Олена in another tool, and the bot's platform echoes it.
  ///
  /// - Parameter moment: nil for now.
  package func answerElsewhere(at moment: Timestamp? = nil) async throws {
    let at = (moment ?? time.now()).milliseconds
    try await recovery.store(Array(#"{"chat":"77","at":\#(at)}"#.utf8), key: "echo-\(at)", for: bot)
    while try await recovery.processInbound(with: [.telegram: EchoReceiver()]) > 0 {}
  }
}
