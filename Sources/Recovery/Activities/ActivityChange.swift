/// What is to be different about an Activity; nil leaves a field as it is.
package struct ActivityChange: Equatable, Sendable {
  /// When the owner is to be reminded.
  package enum Reminder: Equatable, Sendable {
    case never
    case at(Timestamp)
  }

  /// The version that the editor saw; nil to save over any. Not looked at where ``seen`` says more.
  package var version: Int64?
  /// The prints of the fields as the editor saw them. What they left as it was is then not saved, so that two can save
  /// different fields at once.
  package var seen: [ActivityField: String] = [:]
  package var subject: String?
  package var status: ActivityStatus?
  package var priority: ActivityPriority?
  package var dueAt: Timestamp?
  package var reminder: Reminder?
  package var result: String?
  package var resultDetails: String?
  package var notes: String?

  package init() {}

  /// The wanted value of a field, comparable with ``Activity/text(of:)``; nil where it is to stay.
  package func text(of field: ActivityField) -> String? {
    switch field {
    case .subject: subject
    case .status: status?.rawValue
    case .priority: priority?.rawValue
    case .due: dueAt?.wholeMinutes
    case .reminder: reminder.map { if case .at(let moment) = $0 { moment.wholeMinutes } else { "" } }
    case .result: result
    case .resultDetails: resultDetails
    case .notes: notes
    }
  }

  /// Leaves a field as it is.
  package mutating func leave(_ field: ActivityField) {
    switch field {
    case .subject: subject = nil
    case .status: status = nil
    case .priority: priority = nil
    case .due: dueAt = nil
    case .reminder: reminder = nil
    case .result: result = nil
    case .resultDetails: resultDetails = nil
    case .notes: notes = nil
    }
  }
}
