import Storage

package enum ContactChangeOutcome: Equatable, Sendable {
  case changed(Contact)
  case noSuchOperator
  case missing
}

extension Recovery {
  package static let longestName = 200
  package static let longestPhone = 50
  package static let longestEmail = 254

  /// Saves a contact's name, phone and e-mail.
  ///
  /// - Throws: ``InvalidInput`` where one of them cannot be so.
  package func edit(
    contact id: String, _ change: ContactChange, by editor: Operator
  ) async throws -> ContactChangeOutcome {
    try Self.check(change)
    let now = time.now()
    return try await database.write { connection in
      guard try connection.isVisible(contact: id, to: editor) else { return .missing }
      let changed = try connection.execute(
        """
        UPDATE contacts SET name = $2, phone = $3, email = $4
        WHERE id = $1 AND merged_into IS NULL AND erased_at IS NULL
        """,
        [.text(id), .text(change.name), .optional(change.phone), .optional(change.email)])
      guard changed == 1 else { return .missing }
      try connection.indexContact(id, at: now)
      try connection.record(.contactEdited, at: now, contact: id, by: editor.id)
      return try connection.contact(id).map { .changed($0) } ?? .missing
    }
  }

  /// Designates the contact to an operator, who alone is notified from then on; nil to nobody. Supervisors only.
  package func designate(
    contact id: String, to operatorID: String?, by supervisor: Operator
  ) async throws -> ContactChangeOutcome {
    guard supervisor.seesEverything else { return .missing }
    let now = time.now()
    return try await database.write { connection in
      let name = try operatorID.flatMap(connection.activeOperator)
      guard operatorID == nil || name != nil else { return .noSuchOperator }
      let changed = try connection.execute(
        "UPDATE contacts SET owner_id = $2 WHERE id = $1 AND merged_into IS NULL AND erased_at IS NULL",
        [.text(id), .optional(operatorID)])
      guard changed == 1 else { return .missing }
      try connection.record(.contactDesignated, at: now, contact: id, by: supervisor.id, detail: name ?? "")
      return try connection.contact(id).map { .changed($0) } ?? .missing
    }
  }

  static func check(_ change: ContactChange) throws {
    guard ShownName.isVisible(change.name), change.name.length <= longestName else {
      throw InvalidInput(field: "name", message: "A name has 1 to \(longestName) characters.")
    }
    if let phone = change.phone {
      let isPhone = phone.allSatisfy { ($0.isASCII && $0.isNumber) || " +-().".contains($0) }
      guard isPhone, phone.length <= longestPhone, phone.count(where: \.isNumber) >= 5 else {
        throw InvalidInput(field: "phone", message: "A phone number such as +380 67 123 45 67.")
      }
    }
    if let email = change.email {
      let parts = email.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !email.contains(where: \.isWhitespace),
        email.length <= longestEmail
      else { throw InvalidInput(field: "email", message: "An e-mail address such as name@example.com.") }
    }
  }
}

extension SQLConnection {
  /// The name of an operator who works here; nil where there is none of this id.
  func activeOperator(_ id: String) throws -> String? {
    try row("SELECT name FROM operators WHERE id = $1 AND disabled_at IS NULL", [.text(id)])?.text("name")
  }
}
