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
  package let createdAt: Timestamp
  /// When everything that tells who they are was deleted.
  package let erasedAt: Timestamp?
}

/// A customer with what happened between us, newest first: one page of each.
package struct ContactCard: Hashable, Sendable {
  package let contact: Contact
  package let chats: ChatPage
  package let activities: ActivityPage
  /// What was done to the contact itself: the newest 50 entries, oldest first.
  package let history: [HistoryEntry]
}

package enum ContactOutcome: Sendable {
  case found(ContactCard)
  /// It was merged: this is the contact that has everything now.
  case merged(into: String)
  /// There is none, or it is not theirs to see.
  case missing
}

/// What a contact is, as somebody enters it.
package struct ContactChange: Equatable, Sendable {
  package var name: String
  package var phone: String?
  package var email: String?

  package init(name: String, phone: String?, email: String?) {
    self.name = name
    self.phone = phone
    self.email = email
  }
}
