/// Delivers replies on one kind of channel.
package protocol ChannelSender: Sendable {
  /// Hands the message to the platform.
  ///
  /// - Returns: the platform's id of the message, if it gives one.
  /// - Throws: ``ChannelSendError``, which says whether to try again.
  func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String?
}

/// A reply on its way to the customer.
package struct OutboundMessage: Hashable, Sendable {
  /// Our id of the message; the same at every repetition.
  package let id: String
  package let channel: Channel
  /// The conversation's id on the platform.
  package let chat: String
  package let text: String

  package init(id: String, channel: Channel, chat: String, text: String) {
    self.id = id
    self.channel = channel
    self.chat = chat
    self.text = text
  }
}

package enum ChannelSendError: Error, Equatable, Sendable {
  /// The platform will never take this message.
  case rejected(String)
  /// The customer cannot be reached on this channel any more.
  case customerUnreachable(String)
  /// Too fast: nothing may be sent on this channel before the time is over.
  case rateLimited(retryAfter: Duration)
  /// Too fast for this conversation alone: the others on the channel go on.
  case conversationLimited(retryAfter: Duration)
  /// The platform could not be reached, or had a fault of its own.
  case unreachable(String)
  /// Our credentials are missing or refused.
  case unauthorised(String)

  /// Whether another try may succeed without a person's doing.
  package var isRetryable: Bool {
    switch self {
    case .rejected, .customerUnreachable: false
    case .rateLimited, .conversationLimited, .unreachable, .unauthorised: true
    }
  }
}
