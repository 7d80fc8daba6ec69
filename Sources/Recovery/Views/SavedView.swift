/// A list as somebody saved it under a name: its filters, order and columns.
package struct SavedView: Hashable, Sendable, Identifiable {
  /// How many views an operator has at most, and how many are shared.
  package static let limit = 50
  /// In characters.
  package static let longestName = 60
  /// In characters.
  package static let longestQuery = 2000

  package let id: String
  package let name: String
  /// The filters as they stand in the section's address, behind the `?`.
  package let query: String
  /// Whether everybody has it.
  package let isShared: Bool
  package let maker: Reference

  /// Whether somebody may rename and delete it: their own, and supervisors what is shared.
  package func mayBeChanged(by viewer: Operator) -> Bool {
    maker.id == viewer.id || (isShared && viewer.seesEverything)
  }
}

package enum SaveViewOutcome: Equatable, Sendable {
  case saved(SavedView)
  /// A shared view of somebody else has this name.
  case nameTaken
  case tooMany
  /// Only supervisors share.
  case forbidden
}

package enum ChangeViewOutcome: Equatable, Sendable {
  case changed(SavedView)
  case nameTaken
  case missing
}
