/// What somebody may do. Each role may do what the one before it may.
package enum Role: String, CaseIterable, Comparable, Sendable {
  case `operator`
  case supervisor
  case administrator

  package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .operator: 0
    case .supervisor: 1
    case .administrator: 2
    }
  }
}

/// A person who works here.
package struct Operator: Hashable, Sendable, Identifiable {
  package let id: String
  /// What they sign in with: lower case, unique.
  package let login: String
  package let name: String
  package let role: Role
  /// Language of their pages: `en` or `uk`.
  package let locale: String
  /// An IANA time zone, such as `Europe/Kyiv`.
  package let timeZone: String

  package init(id: String, login: String, name: String, role: Role, locale: String, timeZone: String) {
    self.id = id
    self.login = login
    self.name = name
    self.role = role
    self.locale = locale
    self.timeZone = timeZone
  }

  /// Supervisors and administrators see every queue; an operator their own queues and what is theirs.
  package var seesEverything: Bool { role >= .supervisor }
}

/// Somebody or something by name, as it is shown beside what they did.
package struct Reference: Hashable, Sendable {
  package let id: String
  package let name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

extension Operator {
  package var reference: Reference { Reference(id: id, name: name) }
}
