import Crypto
import Foundation

/// What can be changed on a card, by the names that the history and forms have for it.
package enum ActivityField: String, CaseIterable, Sendable {
  case subject, status, priority, due, reminder, result
  case resultDetails = "result_details"
  case notes

  /// A short text that is equal for equal values: by it a page remembers what its reader saw.
  ///
  /// - Parameter text: the field's value, as ``Activity/text(of:)`` gives it.
  package static func print(of text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).prefix(12).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      .joined()
  }
}

extension Activity {
  /// A field's value in a form in which it can be compared. Times are whole minutes since 1970, as people enter them.
  package func text(of field: ActivityField) -> String {
    switch field {
    case .subject: subject
    case .status: status.rawValue
    case .priority: priority.rawValue
    case .due: dueAt.wholeMinutes
    case .reminder: remindAt?.wholeMinutes ?? ""
    case .result: result ?? ""
    case .resultDetails: resultDetails
    case .notes: notes
    }
  }

  /// The prints of all fields as they are now.
  package var prints: [ActivityField: String] {
    Dictionary(uniqueKeysWithValues: ActivityField.allCases.map { ($0, ActivityField.print(of: text(of: $0))) })
  }
}

extension Timestamp {
  var wholeMinutes: String { String(milliseconds / 60_000) }
}
