import Storage

/// Reading chats and messages.
let chatColumns = """
  SELECT ch.id AS id, ch.channel_id AS channel_id, ch.external_id AS external_id, ch.contact_id AS contact_id,
    c.name AS contact_name, n.kind AS kind, ch.queue_id AS queue_id, q.name AS queue_name, ch.owner_id AS owner_id,
    ch.state AS state, ch.opened_at AS opened_at, ch.first_unanswered_at AS first_unanswered_at,
    ch.due_at AS due_at, ch.missed_at AS missed_at, ch.missed_reason AS missed_reason,
    ch.last_message_at AS last_message_at, ch.last_text AS last_text, ch.left_at AS left_at,
    (SELECT a.id FROM activities a WHERE a.channel_id = ch.channel_id AND a.chat_external_id = ch.external_id
      AND a.closed_at IS NULL) AS activity_id
  FROM chats ch
  JOIN contacts c ON c.id = ch.contact_id
  JOIN channels n ON n.id = ch.channel_id
  LEFT JOIN queues q ON q.id = ch.queue_id
  """

let messageColumns = """
  SELECT m.id AS id, m.chat_id AS chat_id, m.direction AS direction, m.text AS text, m.at AS at,
    m.operator_id AS author_id, o.name AS author_name, m.delivery AS delivery, m.failure AS failure,
    m.client_id AS client_id
  FROM messages m LEFT JOIN operators o ON o.id = m.operator_id
  """

extension Chat {
  init(row: SQLRow) throws {
    guard let contact = try row.reference("contact") else { throw SQLRowError.mismatch("contact_id") }
    self.init(
      id: try row.text("id"), channelID: try row.text("channel_id"), externalID: try row.text("external_id"),
      contact: contact, messenger: try row.choice("kind", as: ChannelKind.self).messenger,
      queue: try row.reference("queue"), ownerID: try row.optionalText("owner_id"),
      state: try row.choice("state", as: ChatState.self),
      openedAt: try row.time("opened_at"), firstUnansweredAt: try row.optionalTime("first_unanswered_at"),
      dueAt: try row.optionalTime("due_at"), missedAt: try row.optionalTime("missed_at"),
      missedReason: try row.optionalText("missed_reason").flatMap(MissedReason.init(rawValue:)),
      lastMessageAt: try row.time("last_message_at"), lastText: try row.text("last_text"),
      leftAt: try row.optionalTime("left_at"), activityID: try row.optionalText("activity_id"))
  }
}

extension Message {
  init(row: SQLRow) throws {
    self.init(
      id: try row.text("id"), chatID: try row.text("chat_id"),
      direction: try row.choice("direction", as: Direction.self), text: try row.text("text"),
      at: try row.time("at"), author: try row.reference("author"),
      delivery: try row.choice("delivery", as: Delivery.self),
      failure: try row.optionalText("failure").map(DeliveryFailure.init(stored:)),
      clientID: try row.optionalText("client_id"))
  }
}

extension SQLConnection {
  /// The chat, where the viewer may see it: theirs, their queues', or that of an Activity of theirs.
  func chat(_ id: String, visibleTo viewer: Operator) throws -> Chat? {
    guard let chat = try row("\(chatColumns) WHERE ch.id = $1", [.text(id)]).map(Chat.init(row:)) else { return nil }
    if try isVisible(queue: chat.queue?.id, owners: [chat.ownerID], to: viewer) { return chat }
    let own = try row(
      "SELECT id FROM activities WHERE chat_id = $1 AND owner_id = $2 LIMIT 1", [.text(id), .text(viewer.id)])
    return own == nil ? nil : chat
  }
}
