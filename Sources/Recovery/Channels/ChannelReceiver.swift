/// Understands what one platform sends us. Implemented for each kind of channel.
package protocol ChannelReceiver: Sendable {
  /// Whether the request really comes from the platform. It compares in constant time and refuses where the channel's
  /// secret is not configured.
  func admits(_ request: WebhookRequest, for channel: Channel) -> Bool

  /// The id under which the platform repeats the same delivery, or nil where the body is not of the platform's form.
  ///
  /// - Throws: ``MalformedBody`` where the body cannot be read at all.
  func deduplicationKey(of body: [UInt8]) throws(MalformedBody) -> String?

  /// What the body says, in its order.
  ///
  /// - Throws: any error where it is not understood; the body then becomes a dead letter.
  func events(in body: [UInt8]) throws -> [InboundEvent]
}

/// A webhook's request, as far as a receiver needs it.
package struct WebhookRequest: Sendable {
  /// Header fields by lower-case name.
  package let headers: [String: String]
  package let body: [UInt8]

  package init(headers: [String: String], body: [UInt8]) {
    self.headers = headers
    self.body = body
  }
}

/// A body that is not even of the announced format, such as broken JSON.
package struct MalformedBody: Error, Equatable {
  package init() {}
}
