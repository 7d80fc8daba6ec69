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
  /// platforms sent. That there were chats and Activities, when and with what result, stays. Administrators only.
  package func erase(contact id: String, by administrator: Operator) async throws -> EraseOutcome {
    guard administrator.role == .administrator else { return .missing }
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      _ = try connection.rows("SELECT id FROM contacts WHERE id = $1\(lock)", [.text(id)])
      guard let (contact, mergedInto) = try connection.contactRow(id), mergedInto == nil, contact.erasedAt == nil
      else { return .missing }
      // Chats before Activities, the order in which all verbs lock.
      _ = try connection.rows("SELECT id FROM chats WHERE contact_id = $1 ORDER BY id\(lock)", [.text(id)])
      let open = try connection.row(
        "SELECT id FROM activities WHERE contact_id = $1 AND closed_at IS NULL LIMIT 1", [.text(id)])
      guard open == nil else { return .activityOpen }
      try connection.eraseBodies(of: contact)
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
  /// What platforms sent from and about the customer, as it came. The keys stay, so that a repetition is still known.
  fileprivate func eraseBodies(of contact: Contact) throws {
    for identity in contact.identities {
      let pattern = "%" + identity.externalID.map { "%_!".contains($0) ? "!\($0)" : "\($0)" }.joined() + "%"
      try execute(
        """
        UPDATE inbound SET body = '', failure = CASE WHEN failure IS NULL THEN NULL ELSE '' END
        WHERE state <> 'pending' AND body LIKE $2 ESCAPE '!'
          AND channel_id IN (SELECT id FROM channels WHERE kind = $1)
        """,
        [.text(identity.kind.rawValue), .text(pattern)])
    }
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
      UPDATE contacts SET name = $2, phone = NULL, email = NULL, owner_id = NULL, erased_at = $3, indexed_at = $3
      WHERE id = $1
      """,
      [.text(id), .text(Recovery.erasedName), .time(now)])
  }
}
