import Storage

private let activityFields = [
  "id", "type", "subject", "status", "version", "messenger", "chat_id", "contact_id", "queue_id", "designated_id",
  "owner_id", "created_at", "due_at", "updated_at", "closed_at", "missed_count", "missed_reason", "missed_at",
  "waiting_since",
  "last_text", "accepted_by", "accepted_at", "acceptance_number", "answered_elsewhere_at", "result", "notes",
  "result_details", "priority", "remind_at",
]

/// Reading Activities, with the names of whom and what they refer to.
let activityColumns = """
  SELECT \(activityFields.map { "a.\($0) AS \($0)" }.joined(separator: ", ")),
    c.name AS contact_name, q.name AS queue_name, o.name AS owner_name, b.name AS acceptance_name
  """

let activityTables = """
  FROM activities a
  LEFT JOIN contacts c ON c.id = a.contact_id
  LEFT JOIN queues q ON q.id = a.queue_id
  LEFT JOIN operators o ON o.id = a.owner_id
  LEFT JOIN operators b ON b.id = a.accepted_by
  """

/// The same of an Activity that a statement changes, so that it need not be looked up once more.
let returningActivity = """
  RETURNING \(activityFields.joined(separator: ", ")),
    (SELECT name FROM contacts WHERE id = activities.contact_id) AS contact_name,
    (SELECT name FROM queues WHERE id = activities.queue_id) AS queue_name,
    (SELECT name FROM operators WHERE id = activities.owner_id) AS owner_name,
    (SELECT name FROM operators WHERE id = activities.accepted_by) AS acceptance_name
  """

/// The condition on the status where a queue's Activities are looked for. Open and closed ones have an index each, and
/// that of the open ones is without the status, so that an acceptance leaves it alone: the status is compared in a way
/// for which no other index is taken.
func inQueue(_ open: Bool, status: String, of table: String) -> String {
  open
    ? "\(table).closed_at IS NULL AND \(table).status || '' = \(status)"
    : "\(table).closed_at IS NOT NULL AND \(table).status = \(status)"
}

extension SQLConnection {
  /// The Activity by its id, whoever asks.
  func activity(_ id: String) throws -> Activity? {
    try row("\(activityColumns) \(activityTables) WHERE a.id = $1", [.text(id)]).map(Activity.init(row:))
  }

  /// The Activity, where the viewer may see it.
  func activity(_ id: String, visibleTo viewer: Operator) throws -> Activity? {
    guard let activity = try activity(id) else { return nil }
    let visible = try isVisible(
      queue: activity.queue?.id, owners: [activity.owner?.id, activity.designatedID], to: viewer)
    return visible ? activity : nil
  }

  /// Whether something of this queue and these owners may be seen: everybody sees what is theirs or their queues',
  /// supervisors everything.
  func isVisible(queue: String?, owners: [String?], to viewer: Operator) throws -> Bool {
    if viewer.seesEverything || owners.contains(viewer.id) { return true }
    guard let queue else { return false }
    return try isMember(viewer.id, of: queue)
  }

  func isMember(_ operatorID: String, of queueID: String) throws -> Bool {
    try row(
      "SELECT operator_id FROM queue_members WHERE queue_id = $1 AND operator_id = $2",
      [.text(queueID), .text(operatorID)]) != nil
  }

  /// The queues of an operator.
  func queueIDs(of operatorID: String) throws -> [String] {
    try rows(
      "SELECT queue_id FROM queue_members WHERE operator_id = $1 ORDER BY queue_id", [.text(operatorID)]
    ).map { try $0.text("queue_id") }
  }
}

extension Activity {
  init(row: SQLRow) throws {
    let acceptance = try row.optionalText("accepted_by").map { id in
      Acceptance(
        by: Reference(id: id, name: try row.text("acceptance_name")), at: try row.time("accepted_at"),
        number: try row.integer("acceptance_number"))
    }
    self.init(
      id: try row.text("id"), subject: try row.text("subject"), type: try row.text("type"),
      status: try row.choice("status", as: ActivityStatus.self), messenger: try row.text("messenger"),
      createdAt: try row.time("created_at"), dueAt: try row.time("due_at"), updatedAt: try row.time("updated_at"),
      version: try row.integer("version"), contact: try row.reference("contact"), chatID: try row.text("chat_id"),
      queue: try row.reference("queue"), owner: try row.reference("owner"),
      designatedID: try row.optionalText("designated_id"), missed: try Missed(row: row), acceptance: acceptance,
      closedAt: try row.optionalTime("closed_at"),
      closedItself: try row.optionalInteger("answered_elsewhere_at") != nil, result: try row.optionalText("result"),
      resultDetails: try row.text("result_details"), notes: try row.text("notes"),
      priority: try row.choice("priority", as: ActivityPriority.self), remindAt: try row.optionalTime("remind_at"))
  }
}

extension Activity.Missed {
  init(row: SQLRow) throws {
    let at = try row.time("missed_at")
    self.init(
      count: Int(try row.integer("missed_count")), reason: try row.choice("missed_reason", as: MissedReason.self),
      at: at, waitingSince: try row.optionalTime("waiting_since") ?? at, lastText: try row.text("last_text"))
  }
}
