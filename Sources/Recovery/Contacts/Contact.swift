/// A customer.
package struct Contact: Hashable, Sendable, Identifiable {
  package struct Identity: Hashable, Sendable {
    package let kind: ChannelKind
    package let externalID: String

    package init(kind: ChannelKind, externalID: String) {
      self.kind = kind
      self.externalID = externalID
    }
  }

  package let id: String
  package let name: String
  package let phone: String?
  package let email: String?
  /// The operator who looks after them; only they are notified of this customer's missed chats.
  package let owner: Reference?
  package let identities: [Identity]
}

/// A customer with what happened between us, newest first, at most 50 of each.
package struct ContactCard: Hashable, Sendable {
  package let contact: Contact
  package let chats: [Chat]
  package let activities: [Activity]
}
