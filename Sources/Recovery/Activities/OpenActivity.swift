import Storage

/// A chat as it stands when it is missed: all that the Activity takes over from it.
struct MissedChat {
  let chatID: String
  let channelID: String
  let externalID: String
  let messenger: String
  let contact: Reference
  let queueID: String?
  let designatedID: String?
  let lastText: String
  let reason: MissedReason
  /// The first message without an answer.
  let waitingSince: Timestamp?
}

extension Recovery {
  /// How long the operators have to get back to a customer before the Activity is overdue.
  static let timeToRecover: Duration = .seconds(24 * 60 * 60)

  /// Opens the one Activity for a missed chat, or folds the miss into the one that is open already.
  func openActivity(for missed: MissedChat, at now: Timestamp, in connection: any SQLConnection) throws {
    // Between an insert that meets an open Activity and the update of it, that Activity may be closed: then try again.
    for _ in 0..<3 {
      if let id = try insertActivity(for: missed, at: now, in: connection) {
        try connection.watch(id, at: now)
        return try connection.record(
          .opened, at: now, chat: missed.chatID, activity: id, detail: missed.reason.rawValue)
      }
      if let id = try connection.fold(missed, at: now) {
        try connection.record(
          .folded, at: now, chat: missed.chatID, activity: id, detail: missed.reason.rawValue)
        return try connection.tellHolder(of: id, waitingSince: missed.waitingSince ?? now, at: now)
      }
    }
    throw DatabaseError.conflict("An Activity was opened and closed again and again.")
  }

  private func insertActivity(
    for missed: MissedChat, at now: Timestamp, in connection: any SQLConnection
  ) throws -> String? {
    let subject = Activity.missedChatSubject + missed.contact.name
    return try connection.row(
      """
      INSERT INTO activities (id, type, subject, status, version, channel_id, messenger, chat_id, chat_external_id,
        contact_id, queue_id, designated_id, owner_id, created_at, due_at, updated_at, missed_count, missed_reason,
        missed_at, last_text, acceptance_number, notes, search_text, waiting_since)
      VALUES ($1, $2, $3, 'not_started', 1, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, $11, 1, $13, $11, $14, 0, '',
        $15, $16)
      ON CONFLICT (channel_id, chat_external_id) WHERE closed_at IS NULL DO NOTHING
      RETURNING id
      """,
      [
        .text(ids.next(at: now)), .text(Activity.missedChatType), .text(subject), .text(missed.channelID),
        .text(missed.messenger), .text(missed.chatID), .text(missed.externalID), .text(missed.contact.id),
        .optional(missed.queueID), .optional(missed.designatedID), .time(now), .time(now + Self.timeToRecover),
        .text(missed.reason.rawValue), .text(missed.lastText),
        .text(SearchText.folded(subject, missed.contact.name, missed.lastText)), .time(missed.waitingSince),
      ])?.text("id")
  }
}

extension SQLConnection {
  fileprivate func fold(_ missed: MissedChat, at now: Timestamp) throws -> String? {
    let folded = try row(
      """
      UPDATE activities SET missed_count = missed_count + 1, missed_reason = $3, missed_at = $4, last_text = $5,
        chat_id = $6, waiting_since = $7, updated_at = $4, version = version + 1
      WHERE channel_id = $1 AND chat_external_id = $2 AND closed_at IS NULL
      RETURNING id, subject
      """,
      [
        .text(missed.channelID), .text(missed.externalID), .text(missed.reason.rawValue), .time(now),
        .text(missed.lastText), .text(missed.chatID), .time(missed.waitingSince),
      ])
    guard let folded else { return nil }
    let id = try folded.text("id")
    let search = SearchText.folded(try folded.text("subject"), missed.contact.name, missed.lastText)
    try execute("UPDATE activities SET search_text = $2 WHERE id = $1", [.text(id), .text(search)])
    return id
  }
}

extension SQLConnection {
  /// Whoever holds the Activity is told that its customer was missed again, and is to reply in the queue's time anew.
  fileprivate func tellHolder(of id: String, waitingSince: Timestamp, at now: Timestamp) throws {
    let held = try row(
      "SELECT owner_id, queue_id FROM activities WHERE id = $1 AND status = 'in_progress'", [.text(id)])
    guard let held, let holder = try held.optionalText("owner_id") else { return }
    try tell(
      .missedAgain, to: [holder], at: now, activity: id, queue: try held.optionalText("queue_id"), detail: "")
    try watchReply(of: id, waitingSince: waitingSince, at: now)
  }
}

/// Text in which a search looks, folded here because the engines fold differently.
enum SearchText {
  static func folded(_ parts: String...) -> String { parts.joined(separator: "\n").lowercased() }

  /// A pattern for LIKE that finds `text` anywhere, with its own wildcards made harmless for `ESCAPE '!'`.
  static func pattern(_ text: String) -> String {
    var escaped = ""
    for character in text.lowercased() {
      if "%_!".contains(character) { escaped.append("!") }
      escaped.append(character)
    }
    return "%\(escaped)%"
  }
}
