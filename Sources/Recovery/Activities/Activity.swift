/// Where a task stands, with the names that its users read and write.
package enum ActivityStatus: String, CaseIterable, Sendable {
  case notStarted = "not_started"
  case inProgress = "in_progress"
  case completed
  case canceled

  package var name: String {
    switch self {
    case .notStarted: "Not started"
    case .inProgress: "In progress"
    case .completed: "Completed"
    case .canceled: "Canceled"
    }
  }

  /// Reads both the code (`not_started`) and the name (`Not started`).
  package init?(named text: String) {
    guard let status = Self.allCases.first(where: { $0.rawValue == text || $0.name == text }) else { return nil }
    self = status
  }

  package var isOpen: Bool { self == .notStarted || self == .inProgress }
}

/// The task to get back to a customer.
package struct Activity: Hashable, Sendable, Identifiable {
  /// The one type of Activities that Answerback opens.
  package static let missedChatType = "Webitel missed chat"
  /// What the subject of one begins with, before the customer's name, until a person writes another.
  package static let missedChatSubject = "Missed chat: "

  package let id: String
  package let subject: String
  package let type: String
  package let status: ActivityStatus
  package let messenger: String
  package let createdAt: Timestamp
  package let dueAt: Timestamp
  package let updatedAt: Timestamp
  /// Grows with every change; what is saved over an older one is refused.
  package let version: Int64
  package let contact: Reference?
  package let chatID: String
  package let queue: Reference?
  /// The person it is designated to or who has accepted it.
  package let owner: Reference?
  /// The only person who may accept it, where one is designated.
  package let designatedID: String?
  package let missed: Missed
  package let acceptance: Acceptance?
  package let closedAt: Timestamp?
  /// Whether it was closed because somebody answered in another tool; then it may be reopened.
  package let closedItself: Bool
  package let result: String?
  /// More about the result, in the operator's words.
  package let resultDetails: String
  package let notes: String
  package let priority: ActivityPriority
  /// When its owner will be reminded of it.
  package let remindAt: Timestamp?

  /// What was missed, folded together while the Activity is open.
  package struct Missed: Hashable, Sendable {
    package let count: Int
    package let reason: MissedReason
    package let at: Timestamp
    /// When the customer wrote what nobody answered then.
    package let waitingSince: Timestamp
    package let lastText: String
  }

  /// Who took it. The number increases with every acceptance, so that a stale holder can be refused.
  package struct Acceptance: Hashable, Sendable {
    package let by: Reference
    package let at: Timestamp
    package let number: Int64
  }
}
