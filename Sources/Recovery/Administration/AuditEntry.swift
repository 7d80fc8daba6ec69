/// One change of the desk. Entries are only ever added, in the transaction of the change, and hold no secret.
package struct AuditEntry: Hashable, Sendable, Identifiable {
  /// What kind of thing was changed.
  package enum Subject: String, CaseIterable, Sendable {
    case setting, skill, queue, `operator`, channel, token
    case deadLetter = "dead_letter"
  }

  package enum What: String, CaseIterable, Sendable {
    case created, changed, removed, activated, deactivated
    case passwordReset = "password_reset"
    /// By its owner.
    case passwordChanged = "password_changed"
    /// Dead letters were given back to be processed, or put away for good.
    case retried, discarded
  }

  package let id: String
  package let at: Timestamp
  /// Nil for the command line.
  package let by: Reference?
  package let subject: Subject
  package let subjectID: String
  /// The thing's name at that time.
  package let name: String
  package let what: What
  package let changes: [FieldChange]
}

/// A field before and after.
package struct FieldChange: Hashable, Codable, Sendable {
  package let field: String
  /// Nil where there was nothing, or where it is not to be told.
  package let from: String?
  package let to: String?

  package init(_ field: String, from: String?, to: String?) {
    self.field = field
    self.from = from
    self.to = to
  }

  /// What differs between two descriptions of a thing, each a list of fields with their values.
  static func between(_ before: [(String, String)], _ after: [(String, String)]) -> [FieldChange] {
    let old = Dictionary(before, uniquingKeysWith: { first, _ in first })
    let new = Dictionary(after, uniquingKeysWith: { first, _ in first })
    let gone = before.map(\.0).filter { new[$0] == nil }
    return (after.map(\.0) + gone).compactMap { field in
      let (from, to) = (old[field] ?? "", new[field] ?? "")
      return from == to ? nil : FieldChange(field, from: from.isEmpty ? nil : from, to: to.isEmpty ? nil : to)
    }
  }
}
