import Storage

package enum MergeOutcome: Equatable, Sendable {
  case merged(into: Contact)
  /// Both are the same, or one of them is merged or erased already.
  case notPossible
  case missing
}

extension Recovery {
  /// How many contacts are proposed at most.
  private static let mostProposed = 10

  /// Contacts that seem to be the same customer, because they have the same phone or e-mail.
  package func doubles(of contact: Contact, for viewer: Operator) async throws -> [Contact] {
    let keys = ContactTerms.keys(of: contact)
    guard viewer.seesEverything, !keys.isEmpty, contact.erasedAt == nil else { return [] }
    return try await database.read { connection in
      Array(try connection.contacts(recognisedBy: keys, besides: contact.id).prefix(Self.mostProposed))
    }
  }

  /// Makes one customer of two: everything of `from` becomes `into`'s, and the address of `from` leads there. What
  /// `into` does not have, it takes over. Supervisors only.
  package func merge(contact from: String, into: String, by supervisor: Operator) async throws -> MergeOutcome {
    guard supervisor.seesEverything else { return .missing }
    guard from != into else { return .notPossible }
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      for id in [from, into].sorted() {
        _ = try connection.rows("SELECT id FROM contacts WHERE id = $1\(lock)", [.text(id)])
      }
      guard let gone = try connection.contactRow(from), let kept = try connection.contactRow(into) else {
        return .missing
      }
      guard gone.mergedInto == nil, kept.mergedInto == nil, gone.contact.erasedAt == nil,
        kept.contact.erasedAt == nil
      else { return .notPossible }
      try connection.moveBelongings(from: from, to: into)
      try connection.takeOver(gone.contact, into: kept.contact, at: now)
      try connection.indexContact(into, at: now)
      try connection.record(.contactMerged, at: now, contact: into, by: supervisor.id, detail: from)
      return try connection.contact(into).map { .merged(into: $0) } ?? .missing
    }
  }
}

extension SQLConnection {
  /// The contacts that have one of the phones or e-mails, the oldest first; at most 50.
  ///
  /// - Parameter id: of the one that is not meant.
  func contacts(recognisedBy keys: Set<String>, besides id: String = "") throws -> [Contact] {
    guard !keys.isEmpty else { return [] }
    var arguments = SQLArguments()
    let excluded = arguments.add(.text(id))
    let ids = try rows(
      """
      SELECT DISTINCT contact_id AS id FROM contact_terms
      WHERE term IN (\(arguments.list(keys.sorted()))) AND contact_id <> \(excluded) ORDER BY contact_id LIMIT 50
      """,
      arguments.values
    ).map { try $0.text("id") }
    // A number can be a phone of one and something else of the other.
    return try ids.compactMap(contact).filter { !ContactTerms.keys(of: $0).isDisjoint(with: keys) }
  }

  /// Chats before Activities, the order in which all verbs lock.
  func moveBelongings(from: String, to: String) throws {
    for table in ["chats", "activities", "identities"] {
      try execute("UPDATE \(table) SET contact_id = $2 WHERE contact_id = $1", [.text(from), .text(to)])
    }
    try execute(
      """
      INSERT INTO contact_queues (queue_id, contact_id)
      SELECT queue_id, cast($2 as text) FROM contact_queues WHERE contact_id = $1
      ON CONFLICT (queue_id, contact_id) DO NOTHING
      """,
      [.text(from), .text(to)])
    try execute("DELETE FROM contact_queues WHERE contact_id = $1", [.text(from)])
  }

  /// The one that is gone keeps its id alone, for whoever follows an old link.
  fileprivate func takeOver(_ gone: Contact, into kept: Contact, at now: Timestamp) throws {
    try execute("DELETE FROM contact_terms WHERE contact_id = $1", [.text(gone.id)])
    try execute("UPDATE contacts SET merged_into = $2 WHERE merged_into = $1", [.text(gone.id), .text(kept.id)])
    try execute("UPDATE history SET contact_id = $2 WHERE contact_id = $1", [.text(gone.id), .text(kept.id)])
    try execute(
      """
      UPDATE contacts SET merged_into = $2, merged_at = $3, indexed_at = $3, name = '', phone = NULL, email = NULL,
        owner_id = NULL
      WHERE id = $1
      """,
      [.text(gone.id), .text(kept.id), .time(now)])
    try execute(
      """
      UPDATE contacts SET phone = coalesce(phone, cast($2 as text)), email = coalesce(email, cast($3 as text)),
        owner_id = coalesce(owner_id, cast($4 as text))
      WHERE id = $1
      """,
      [.text(kept.id), .optional(gone.phone), .optional(gone.email), .optional(gone.owner?.id)])
  }
}
