import Storage

extension Amendment {
  /// Makes the contact, or brings the one that is known to this state. What the entry does not name stays as it is.
  func put(_ entry: Provision.ContactEntry) throws {
    let owner = try entry.owner.map { try connection.ownerID($0, field: "owner") }
    let id =
      try connection.known(entry)
      ?? add(ContactChange(name: entry.name, phone: entry.phone, email: entry.email), ownerID: owner)
    _ = try connection.rows("SELECT id FROM contacts WHERE id = $1\(lock)", [.text(id)])
    let before = try connection.contact(id)
    try connection.execute(
      """
      UPDATE contacts SET name = $2, phone = coalesce(cast($3 as text), phone),
        email = coalesce(cast($4 as text), email), owner_id = coalesce(cast($5 as text), owner_id)
      WHERE id = $1
      """,
      [.text(id), .text(entry.name), .optional(entry.phone), .optional(entry.email), .optional(owner)])
    for (number, identity) in entry.identities.enumerated() {
      guard try connection.add(identity, to: id) else {
        throw InvalidInput(
          field: "identities[\(number)]", message: "Another contact has it; merge the two in the browser.")
      }
    }
    try note(before, now: connection.contact(id))
  }

  /// Writes down anew what the contact is found by, and tells the history what became different.
  private func note(_ before: Contact?, now after: Contact?) throws {
    guard let before, let after, before != after else { return }
    try connection.indexContact(after.id, at: at)
    if (before.name, before.phone, before.email) != (after.name, after.phone, after.email) {
      try connection.record(.contactEdited, at: at, contact: after.id, by: by)
    }
    if before.owner?.id != after.owner?.id {
      try connection.record(.contactDesignated, at: at, contact: after.id, by: by, detail: after.owner?.name ?? "")
    }
  }
}

extension SQLConnection {
  /// - Returns: false where another contact has the identity.
  fileprivate func add(_ identity: Contact.Identity, to contactID: String) throws -> Bool {
    let row = try row(
      """
      INSERT INTO identities (kind, external_id, contact_id) VALUES ($1, $2, $3)
      ON CONFLICT (kind, external_id) DO UPDATE SET contact_id = identities.contact_id RETURNING contact_id
      """,
      [.text(identity.kind.rawValue), .text(identity.externalID), .text(contactID)])
    return try row?.text("contact_id") == contactID
  }

  /// The contact that has one of the identities, or, where none is given, the name.
  fileprivate func known(_ entry: Provision.ContactEntry) throws -> String? {
    for identity in entry.identities {
      let row = try row(
        "SELECT contact_id FROM identities WHERE kind = $1 AND external_id = $2",
        [.text(identity.kind.rawValue), .text(identity.externalID)])
      if let id = try row?.text("contact_id") { return id }
    }
    guard entry.identities.isEmpty else { return nil }
    return try row(
      """
      SELECT id FROM contacts c WHERE name = $1
        AND NOT EXISTS (SELECT 1 FROM identities WHERE contact_id = c.id) ORDER BY id LIMIT 1
      """,
      [.text(entry.name)])?.text("id")
  }
}
