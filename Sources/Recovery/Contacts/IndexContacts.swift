import ServiceLifecycle
import Storage

extension Recovery {
  /// How many contacts one transaction writes down.
  private static let contactsAtOnce = 50
  /// How long after a merge something may still arrive for the contact that is gone.
  private static let stragglersWithin: Duration = .seconds(600)

  /// Writes down what new and changed contacts are found by, and who may see them.
  package func indexContacts() async throws {
    while try await indexSomeContacts() {}
  }

  /// The same of as many as one transaction takes.
  ///
  /// - Returns: whether there are more.
  func indexSomeContacts() async throws -> Bool {
    let now = time.now()
    let ids = try await database.read { connection in
      try connection.rows(
        "SELECT id FROM contacts WHERE indexed_at IS NULL ORDER BY id LIMIT $1",
        [.integer(Int64(Self.contactsAtOnce))]
      ).map { try $0.text("id") }
    }
    if !ids.isEmpty {
      try await database.write { connection in
        for id in ids { try connection.indexContact(id, at: now) }
      }
    }
    guard ids.count < Self.contactsAtOnce else { return true }
    try await gatherStragglers()
    return false
  }

  /// Whoever wrote while their contact was merged has opened a chat under the one that is gone.
  private func gatherStragglers() async throws {
    let recent = time.now() - Self.stragglersWithin
    let merged = try await database.read { connection in
      try connection.rows(
        """
        SELECT id, merged_into FROM contacts WHERE merged_into IS NOT NULL AND merged_at > $1 AND (
          EXISTS (SELECT 1 FROM chats WHERE contact_id = contacts.id)
          OR EXISTS (SELECT 1 FROM activities WHERE contact_id = contacts.id))
        LIMIT 100
        """,
        [.time(recent)]
      ).map { (from: try $0.text("id"), into: try $0.text("merged_into")) }
    }
    guard !merged.isEmpty else { return }
    try await database.write { connection in
      for (from, into) in merged { try connection.moveBelongings(from: from, to: into) }
    }
  }
}

extension SQLConnection {
  /// Writes down anew what the contact is found by. The contact is changed first, and so locked: what another machine has
  /// written down meanwhile is there to be deleted then.
  func indexContact(_ id: String, at now: Timestamp) throws {
    try execute("UPDATE contacts SET indexed_at = $2 WHERE id = $1", [.text(id), .time(now)])
    try execute("DELETE FROM contact_terms WHERE contact_id = $1", [.text(id)])
    guard let contact = try contact(id), contact.erasedAt == nil else { return }
    for term in ContactTerms.terms(of: contact).sorted() {
      try execute("INSERT INTO contact_terms (term, contact_id) VALUES ($1, $2)", [.text(term), .text(id)])
    }
    try execute(
      """
      INSERT INTO contact_queues (queue_id, contact_id)
      SELECT DISTINCT queue_id, contact_id FROM chats WHERE contact_id = $1 AND queue_id IS NOT NULL
      ON CONFLICT (queue_id, contact_id) DO NOTHING
      """,
      [.text(id)])
  }

  /// Lets the queue's operators see the contact.
  func note(contact id: String, in queueID: String?) throws {
    guard let queueID else { return }
    try execute(
      "INSERT INTO contact_queues (queue_id, contact_id) VALUES ($1, $2) ON CONFLICT (queue_id, contact_id) DO NOTHING",
      [.text(queueID), .text(id)])
  }
}

/// Writes down what contacts are found by, a moment after they are new.
package struct ContactIndexing: Service {
  private static let pause: Duration = .milliseconds(50)

  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [.chats], named: "contacts", atLeastEvery: .seconds(10), restingFor: .milliseconds(200)) {
      // Where a million wait, operators do not wait for them.
      try await recovery.indexSomeContacts() ? Self.pause : nil
    }
  }
}
