import Storage

/// A chat as the rules need it, read under a lock so that its timeline is changed by one transaction at a time. Whose it
/// is follows its channel and its customer as they are now. Where an Activity is changed too, the chat is locked first.
struct ChatRow {
  let id: String
  let channelID: String
  let externalID: String
  let contact: Reference
  let messenger: String
  let queueID: String?
  let ownerID: String?
  var lastText: String
  var lastMessageAt: Timestamp
  var timeline: ChatTimeline

  func missed(_ reason: MissedReason) -> MissedChat {
    MissedChat(
      chatID: id, channelID: channelID, externalID: externalID, messenger: messenger, contact: contact,
      queueID: queueID, designatedID: ownerID, lastText: lastText, reason: reason,
      waitingSince: timeline.firstUnansweredAt)
  }
}

extension SQLConnection {
  /// - Parameter lock: the engine's `lockingSuffix`.
  func openChat(channel: String, externalID: String, lock: String) throws -> ChatRow? {
    let arguments: [SQLValue] = [.text(channel), .text(externalID)]
    let isOpen = "ch.channel_id = $1 AND ch.external_id = $2 AND ch.state <> 'closed'"
    // Where there is only one writer, one statement is enough.
    guard !lock.isEmpty else { return try row("\(lockedColumns) WHERE \(isOpen)", arguments).map(ChatRow.init(row:)) }
    let open = try row("SELECT ch.id AS id FROM chats ch WHERE \(isOpen)\(lock)", arguments)
    return try open.flatMap { try lockedChatRow(try $0.text("id")) }
  }

  /// - Parameter lock: the engine's `lockingSuffix`.
  func chatRow(_ id: String, lock: String) throws -> ChatRow? {
    if !lock.isEmpty { _ = try rows("SELECT id FROM chats WHERE id = $1\(lock)", [.text(id)]) }
    return try lockedChatRow(id)
  }

  /// Locked and read by two statements: one that had to wait for the lock would join the chat as it is then with
  /// contacts and channels as they were before.
  private func lockedChatRow(_ id: String) throws -> ChatRow? {
    try row("\(lockedColumns) WHERE ch.id = $1", [.text(id)]).map(ChatRow.init(row:))
  }

  /// Saves what the rules made of the chat and wakes whoever watches the clock.
  func save(_ chat: ChatRow, at now: Timestamp) throws {
    let timeline = chat.timeline
    try execute(
      """
      UPDATE chats SET state = $2, first_unanswered_at = $3, last_wrote_at = $4, due_at = $5, missed_at = $6,
        missed_reason = $7, left_at = $8, last_message_at = $9, last_text = $10, closed_at = $11, queue_id = $12,
        owner_id = $13
      WHERE id = $1
      """,
      [
        .text(chat.id), .text(timeline.state.rawValue), .time(timeline.firstUnansweredAt), .time(timeline.lastWroteAt),
        .time(timeline.dueAt), .time(timeline.missedAt), .optional(timeline.missedReason?.rawValue),
        .time(timeline.leftAt), .time(chat.lastMessageAt), .text(chat.lastText),
        .time(timeline.state == .closed ? now : nil), .optional(chat.queueID), .optional(chat.ownerID),
      ])
    if timeline.dueAt != nil { signal(.chats) }
  }

  /// Whether a reply of the chat is still on its way. Should it fail, the customer waits again, which a closed chat
  /// cannot: so it must not be closed before. To be asked under the chat's lock.
  func hasReplyOnItsWay(_ chatID: String) throws -> Bool {
    try row("SELECT message_id FROM outbox WHERE chat_id = $1 LIMIT 1", [.text(chatID)]) != nil
  }
}

private let lockedColumns = """
  SELECT ch.id AS id, ch.channel_id AS channel_id, ch.external_id AS external_id, ch.contact_id AS contact_id,
    c.name AS contact_name, n.kind AS kind, n.queue_id AS queue_id,
    coalesce((SELECT o.id FROM operators o WHERE o.id = c.owner_id AND o.disabled_at IS NULL),
      (SELECT o.id FROM operators o WHERE o.id = n.owner_id AND o.disabled_at IS NULL)) AS owner_id,
    ch.state AS state,
    ch.first_unanswered_at AS first_unanswered_at, ch.last_wrote_at AS last_wrote_at, ch.due_at AS due_at,
    ch.missed_at AS missed_at, ch.missed_reason AS missed_reason, ch.left_at AS left_at,
    ch.last_message_at AS last_message_at, ch.last_text AS last_text
  FROM chats ch JOIN contacts c ON c.id = ch.contact_id JOIN channels n ON n.id = ch.channel_id
  """

extension ChatRow {
  init(row: SQLRow) throws {
    guard let contact = try row.reference("contact") else { throw SQLRowError.mismatch("contact_id") }
    var timeline = ChatTimeline()
    timeline.state = try row.choice("state", as: ChatState.self)
    timeline.firstUnansweredAt = try row.optionalTime("first_unanswered_at")
    timeline.lastWroteAt = try row.optionalTime("last_wrote_at")
    timeline.dueAt = try row.optionalTime("due_at")
    timeline.missedAt = try row.optionalTime("missed_at")
    timeline.missedReason = try row.optionalText("missed_reason").flatMap(MissedReason.init(rawValue:))
    timeline.leftAt = try row.optionalTime("left_at")
    self.init(
      id: try row.text("id"), channelID: try row.text("channel_id"), externalID: try row.text("external_id"),
      contact: contact, messenger: try row.choice("kind", as: ChannelKind.self).messenger,
      queueID: try row.optionalText("queue_id"), ownerID: try row.optionalText("owner_id"),
      lastText: try row.text("last_text"), lastMessageAt: try row.time("last_message_at"), timeline: timeline)
  }
}
