/// The platforms on which customers write.
package enum ChannelKind: String, CaseIterable, Sendable {
  case telegram, viber, whatsapp, messenger, instagram, webhook, web, webitel

  /// What an operator reads: the Messenger of a chat.
  package var messenger: String {
    switch self {
    case .telegram: "Telegram"
    case .viber: "Viber"
    case .whatsapp: "WhatsApp"
    case .messenger: "Messenger"
    case .instagram: "Instagram"
    case .webhook: "Webhook"
    case .web: "Web chat"
    case .webitel: "Webitel"
    }
  }
}

/// One connected account: a Telegram bot, a page, a widget.
package struct Channel: Hashable, Sendable, Identifiable {
  package let id: String
  /// Unique; the last part of its webhook's address.
  package let name: String
  package let kind: ChannelKind
  package let queueID: String?
  /// Whoever alone answers what comes in here, if anybody.
  package let ownerID: String?
  /// What `provision` says about it, without secrets: `base-url`, `mode`, `origins` (separated by spaces), and the names
  /// of the environment variables that hold its secrets (`token-env`, `secret-env`).
  package let options: [String: String]
  /// Whether it takes in anything; an administrator can shut it.
  package let isOpen: Bool

  package init(
    id: String, name: String, kind: ChannelKind, queueID: String?, ownerID: String?, options: [String: String],
    isOpen: Bool = true
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.queueID = queueID
    self.ownerID = ownerID
    self.options = options
    self.isOpen = isOpen
  }
}

/// Where secrets are kept: the environment or files, never the database.
package protocol SecretSource: Sendable {
  /// The secret under this name, or nil where there is none.
  func secret(named name: String) -> String?
}

extension SecretSource {
  /// The secret whose name the channel's option gives, such as `token-env`.
  package func secret(_ option: String, of channel: Channel) -> String? {
    channel.options[option].flatMap { secret(named: $0) }
  }
}
