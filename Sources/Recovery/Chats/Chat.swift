/// Where a conversation stands. *Missed* is no state but a fact about it.
package enum ChatState: String, CaseIterable, Sendable {
  /// A message of the customer has no answer.
  case waiting
  /// The last word is ours.
  case answered
  case closed
}

/// Why nobody answered in time.
package enum MissedReason: String, CaseIterable, Sendable {
  case noAnswer = "no_answer"
  case abandoned
  case afterHours = "after_hours"
  case queueFull = "queue_full"
  case declinedByAll = "declined_by_all"
  case operatorSilent = "operator_silent"

  /// Those that anything sets; see docs/decisions/008-reasons-that-nothing-sets.md.
  package static let given = allCases.filter { $0 != .queueFull && $0 != .declinedByAll }
}

/// One conversation episode with one customer on one channel.
package struct Chat: Hashable, Sendable, Identifiable {
  package let id: String
  package let channelID: String
  /// The conversation's id on the platform.
  package let externalID: String
  package let contact: Reference
  package let messenger: String
  package let queue: Reference?
  /// Whoever alone is responsible for it, if anybody.
  package let ownerID: String?
  package let state: ChatState
  package let openedAt: Timestamp
  package let firstUnansweredAt: Timestamp?
  /// When it becomes missed, if nobody answers before.
  package let dueAt: Timestamp?
  package let missedAt: Timestamp?
  package let missedReason: MissedReason?
  package let lastMessageAt: Timestamp
  package let lastText: String
  /// Since when the customer is away from the page; nil where they are there or it cannot be known.
  package let leftAt: Timestamp?
  /// The open Activity about it, if any.
  package let activityID: String?
}

/// One message of a conversation.
package struct Message: Hashable, Sendable, Identifiable {
  package enum Direction: String, Sendable {
    case inbound = "in"
    case outbound = "out"
  }

  /// How far a message of ours has come.
  package enum Delivery: String, Sendable {
    case received, queued, sent, delivered, failed
  }

  package let id: String
  package let chatID: String
  package let direction: Direction
  package let text: String
  package let at: Timestamp
  /// The operator who wrote it; nil for the customer's own.
  package let author: Reference?
  package let delivery: Delivery
  /// Why it could not be delivered.
  package let failure: DeliveryFailure?
  /// The id that its writer's page gave a reply, by which the page knows it again.
  package let clientID: String?
  package var attachments: [Attachment] = []
}
