/// How much a task matters among others.
package enum ActivityPriority: String, CaseIterable, Sendable {
  case low, medium, high

  /// With a capital, as integrations read and write it.
  package var name: String {
    switch self {
    case .low: "Low"
    case .medium: "Medium"
    case .high: "High"
    }
  }

  /// Reads both the code (`low`) and the name (`Low`).
  package init?(named text: String) {
    guard let priority = Self.allCases.first(where: { $0.rawValue == text || $0.name == text }) else { return nil }
    self = priority
  }
}
