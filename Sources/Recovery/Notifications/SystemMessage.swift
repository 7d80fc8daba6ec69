/// Something that operators are told about the desk itself. It stands under *System messages* of each of them until it is
/// old; it holds nothing that a customer wrote.
package struct SystemMessage: Hashable, Sendable, Identifiable {
  package enum What: String, CaseIterable, Sendable {
    /// Everybody whom the Activity was offered to has declined it.
    case declinedByAll = "declined_by_all"
    /// Nobody took the Activity for a time. Detail: that time in minutes.
    case nobodyTook = "nobody_took"
    /// Somebody accepted the Activity and did not reply; it is back in its queue. Detail: their name.
    case operatorSilent = "operator_silent"
    /// The customer of an Activity was missed again while somebody has it; told to them.
    case missedAgain = "missed_again"
    /// The Activity was given to somebody else; told to whom it was taken from. Detail: who has it now.
    case reassigned
    /// The time came at which the operator wanted to be reminded of the Activity.
    case reminder
  }

  /// What it is about, with whatever decides who may see that.
  package struct Subject: Hashable, Sendable {
    package let id: String
    package let subject: String
    package let queueID: String?
    package let ownerID: String?
  }

  /// Grows with each message.
  package let id: Int64
  package let what: What
  package let at: Timestamp
  package let activity: Subject?
  package let queue: Reference?
  package let detail: String
}

/// A system message as one operator has it.
package struct ReceivedMessage: Hashable, Sendable, Identifiable {
  package let message: SystemMessage
  package let readAt: Timestamp?
  /// Whether the operator may open the Activity that it is about.
  package let opensActivity: Bool

  package var id: Int64 { message.id }
}
