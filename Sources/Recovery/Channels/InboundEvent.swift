/// What a customer or a platform told us, freed of the platform's forms.
package enum InboundEvent: Hashable, Sendable {
  case message(InboundMessage)
  /// Somebody answered the customer in another tool, and the platform echoed it to us.
  case answeredElsewhere(chat: String, at: Timestamp)
  /// The customer can no longer be reached (they blocked the bot, say).
  case unreachable(chat: String, at: Timestamp)
  /// Understood, and of no concern to us.
  case ignored(String)
}

/// One message of a customer.
package struct InboundMessage: Hashable, Sendable {
  /// The conversation's id on the platform, as text.
  package let chat: String
  /// The message's id, unique in its channel.
  package let id: String
  package let sender: Sender
  package let text: String
  /// When the platform says that it was written.
  package let at: Timestamp
  /// Files that came with it.
  package let attachments: [InboundAttachment]

  package init(
    chat: String, id: String, sender: Sender, text: String, at: Timestamp, attachments: [InboundAttachment] = []
  ) {
    self.chat = chat
    self.id = id
    self.sender = sender
    self.text = text
    self.at = at
    self.attachments = attachments
  }

  /// Who wrote, as far as the platform tells.
  package struct Sender: Hashable, Sendable {
    /// Their id on the platform, as text.
    package let id: String
    package let name: String
    package let phone: String?

    package init(id: String, name: String, phone: String? = nil) {
      self.id = id
      self.name = name
      self.phone = phone
    }
  }
}
