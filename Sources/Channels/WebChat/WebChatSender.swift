package import Recovery

/// «Sends» to the customer's page: the page reads our messages from the store, so what is stored is on its way.
package struct WebChatSender: ChannelSender {
  package init() {}

  package func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String? { nil }
}
