import Storage

package enum AddContactOutcome: Equatable, Sendable {
  case added(Contact)
  /// Somebody who has this phone or e-mail already; nothing was added.
  case known(Contact)
  case noSuchOperator
}

extension Recovery {
  /// Adds a customer who has not written yet. Where the author already sees one with the same phone or e-mail, it is
  /// that one.
  ///
  /// - Parameter owner: to whom a supervisor designates it, if to anybody. What an operator adds is theirs: nobody but
  ///   supervisors would see it otherwise.
  /// - Throws: ``InvalidInput`` where name, phone or e-mail cannot be so.
  package func addContact(
    _ new: ContactChange, owner: String? = nil, by author: Operator
  ) async throws -> AddContactOutcome {
    try Self.check(new)
    let ownerID = author.seesEverything ? owner : author.id
    // One at a time, so that two who add the same customer at once add one.
    return try await inTurn(by: author) { amendment in
      let connection = amendment.connection
      let name = try ownerID.flatMap(connection.activeOperator)
      guard ownerID == nil || name != nil else { return .noSuchOperator }
      let keys = ContactTerms.keys(phone: new.phone, email: new.email)
      if let known = try connection.contacts(recognisedBy: keys).first(where: {
        try connection.isVisible(contact: $0.id, to: author)
      }) {
        return .known(known)
      }
      let id = try amendment.add(new, ownerID: ownerID)
      try connection.indexContact(id, at: amendment.at)
      try connection.record(.contactAdded, at: amendment.at, contact: id, by: author.id)
      if let name {
        try connection.record(.contactDesignated, at: amendment.at, contact: id, by: author.id, detail: name)
      }
      guard let contact = try connection.contact(id) else { throw DatabaseError.conflict("The contact is gone.") }
      return .added(contact)
    }
  }
}

extension Amendment {
  /// - Returns: the new contact's id.
  func add(_ new: ContactChange, ownerID: String?) throws -> String {
    let id = newID()
    try connection.execute(
      "INSERT INTO contacts (id, name, phone, email, owner_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
      [
        .text(id), .text(new.name), .optional(new.phone), .optional(new.email), .optional(ownerID), .time(at),
      ])
    return id
  }
}
