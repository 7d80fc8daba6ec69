import Storage

package enum EraseOutcome: Equatable, Sendable {
  case erased
  /// There is still something to do for this customer.
  case activityOpen
  case missing
}

extension Recovery {
  /// What stands for the name of somebody who was erased, in every language.
  package static let erasedName = "–"

  /// Deletes everything that tells who a customer is and what was said: names, numbers, identities, texts, and what
  /// platforms sent. That there were chats and Activities, when and with what result, stays. It can be repeated.
  /// Administrators only.
  ///
  /// What platforms sent is looked through before, in short steps; what came meanwhile is done with the rest.
  ///
  /// - Parameter bodies: how many stored bodies one step looks through.
  package func erase(
    contact id: String, by administrator: Operator, bodiesAtOnce bodies: Int = storedBodiesAtOnce
  ) async throws -> EraseOutcome {
    guard administrator.role == .administrator else { return .missing }
    for _ in 0..<3 {
      let (refusal, names) = try await database.read { (try $0.refusal(toErase: id), try $0.names(ofContact: id)) }
      if let refusal { return refusal }
      let search = try await eraseBodies(naming: names, atOnce: bodies)
      if let outcome = try await eraseRecord(of: id, after: search, by: administrator) { return outcome }
    }
    throw DatabaseError.conflict("The contact was merged again and again while it was erased.")
  }

  /// - Returns: nil where the customer has names by now for which nobody has looked.
  private func eraseRecord(
    of id: String, after search: BodySearch, by administrator: Operator
  ) async throws -> EraseOutcome? {
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      _ = try connection.rows("SELECT id FROM contacts WHERE id = $1\(lock)", [.text(id)])
      // Chats before Activities, the order in which all verbs lock.
      _ = try connection.rows("SELECT id FROM chats WHERE contact_id = $1 ORDER BY id\(lock)", [.text(id)])
      if let refusal = try connection.refusal(toErase: id) { return refusal }
      guard try connection.names(ofContact: id).isSubset(of: search.names) else { return nil }
      try connection.eraseBodies(since: search)
      try connection.eraseMessages(of: id)
      try connection.eraseActivities(of: id)
      try connection.eraseChats(of: id, at: now)
      try connection.eraseRecord(of: id, at: now)
      try connection.record(.contactErased, at: now, contact: id, by: administrator.id)
      return .erased
    }
  }
}

extension SQLConnection {
  fileprivate func refusal(toErase id: String) throws -> EraseOutcome? {
    let row = try row("SELECT merged_into FROM contacts WHERE id = $1", [.text(id)])
    guard let row, try row.optionalText("merged_into") == nil else { return .missing }
    let open = try self.row(
      "SELECT id FROM activities WHERE contact_id = $1 AND closed_at IS NULL LIMIT 1", [.text(id)])
    return open == nil ? nil : .activityOpen
  }

  /// By what platforms name the customer and their conversations.
  fileprivate func names(ofContact id: String) throws -> Set<Contact.Identity> {
    let rows = try rows(
      """
      SELECT kind, external_id FROM identities WHERE contact_id = $1
      UNION SELECT n.kind AS kind, ch.external_id AS external_id FROM chats ch JOIN channels n ON n.id = ch.channel_id
        WHERE ch.contact_id = $1 AND ch.external_id <> 'erased-' || ch.id
      """,
      [.text(id)])
    return Set(
      try rows.map {
        Contact.Identity(kind: try $0.choice("kind", as: ChannelKind.self), externalID: try $0.text("external_id"))
      })
  }

  fileprivate func eraseMessages(of contactID: String) throws {
    let messages = "SELECT m.id FROM messages m JOIN chats ch ON ch.id = m.chat_id WHERE ch.contact_id = $1"
    try execute("DELETE FROM outbox WHERE message_id IN (\(messages))", [.text(contactID)])
    try execute("DELETE FROM attachments WHERE message_id IN (\(messages))", [.text(contactID)])
    try execute(
      """
      UPDATE messages SET text = '', failure = NULL, external_id = NULL, client_id = NULL,
        delivery = CASE WHEN delivery = 'queued' THEN 'failed' ELSE delivery END
      WHERE chat_id IN (SELECT id FROM chats WHERE contact_id = $1)
      """,
      [.text(contactID)])
  }

  fileprivate func eraseActivities(of contactID: String) throws {
    let activities = "SELECT id FROM activities WHERE contact_id = $1"
    try execute(
      "UPDATE history SET detail = '' WHERE what = 'declined' AND activity_id IN (\(activities))", [.text(contactID)])
    try execute("UPDATE notification_marks SET reason = '' WHERE activity_id IN (\(activities))", [.text(contactID)])
    try execute(
      """
      UPDATE activities SET subject = $2, last_text = '', notes = '', result_details = '', search_text = '',
        chat_external_id = 'erased-' || id, version = version + 1
      WHERE contact_id = $1
      """,
      [.text(contactID), .text("Missed chat: \(Recovery.erasedName)")])
  }

  fileprivate func eraseChats(of contactID: String, at now: Timestamp) throws {
    try execute(
      """
      UPDATE history SET detail = '' WHERE what IN ('failed', 'unreachable')
        AND chat_id IN (SELECT id FROM chats WHERE contact_id = $1)
      """,
      [.text(contactID)])
    try execute(
      """
      DELETE FROM visitors WHERE id IN (SELECT external_id FROM chats WHERE contact_id = $1)
        AND channel_id IN (SELECT channel_id FROM chats WHERE contact_id = $1)
      """,
      [.text(contactID)])
    try execute(
      """
      UPDATE chats SET last_text = '', external_id = 'erased-' || id, state = 'closed', due_at = NULL,
        first_unanswered_at = NULL, closed_at = coalesce(closed_at, $2)
      WHERE contact_id = $1
      """,
      [.text(contactID), .time(now)])
  }

  fileprivate func eraseRecord(of id: String, at now: Timestamp) throws {
    try execute("DELETE FROM identities WHERE contact_id = $1", [.text(id)])
    try execute("DELETE FROM contact_terms WHERE contact_id = $1", [.text(id)])
    try execute(
      """
      UPDATE contacts SET name = $2, phone = NULL, email = NULL, owner_id = NULL,
        erased_at = coalesce(erased_at, $3), indexed_at = $3
      WHERE id = $1
      """,
      [.text(id), .text(Recovery.erasedName), .time(now)])
  }
}
