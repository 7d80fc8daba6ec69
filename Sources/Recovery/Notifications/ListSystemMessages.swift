import Storage

package struct SystemMessagePage: Hashable, Sendable {
  package let messages: [ReceivedMessage]
  /// Where the following page begins; nil on the last.
  package let next: String?
  /// How many the operator has not read; counted up to 999.
  package let unread: Int
}

extension Recovery {
  /// What an operator was told, newest first.
  ///
  /// - Parameters:
  ///   - after: a former page's ``SystemMessagePage/next``.
  ///   - limit: 1 to 100.
  /// - Throws: ``InvalidInput`` where `after` is no such place.
  package func systemMessages(
    for viewer: Operator, after: String? = nil, limit: Int = 20
  ) async throws -> SystemMessagePage {
    let place = try after.map { text throws(InvalidInput) in
      guard let place = Int64(text) else { throw InvalidInput(field: "after", message: "No such place.") }
      return place
    }
    return try await database.read { connection in
      let found = try connection.received(by: viewer, after: place, limit: limit + 1)
      let page = Array(found.prefix(limit))
      return SystemMessagePage(
        messages: page, next: found.count > page.count ? page.last.map { "\($0.id)" } : nil,
        unread: try connection.unreadMessages(of: viewer.id))
    }
  }
}

extension SQLConnection {
  fileprivate func received(by viewer: Operator, after place: Int64?, limit: Int) throws -> [ReceivedMessage] {
    let queues = Set(try queueIDs(of: viewer.id))
    return try rows(
      """
      \(systemMessageColumns), r.read_at AS read_at
      FROM system_message_recipients r JOIN system_messages m ON m.position = r.message \(systemMessageTables)
      WHERE r.operator_id = $1 AND r.message < $2 ORDER BY r.message DESC LIMIT $3
      """,
      [.text(viewer.id), .integer(place ?? .max), .integer(Int64(limit))]
    ).map { row in
      let message = try SystemMessage(row: row)
      let opens = message.activity.map { activity in
        viewer.seesEverything || activity.ownerID == viewer.id || activity.queueID.map(queues.contains) ?? false
      }
      return ReceivedMessage(
        message: message, readAt: try row.optionalTime("read_at"), opensActivity: opens ?? false)
    }
  }

  fileprivate func unreadMessages(of operatorID: String) throws -> Int {
    let row = try row(
      """
      SELECT count(*) AS unread FROM (
        SELECT message FROM system_message_recipients WHERE operator_id = $1 AND read_at IS NULL LIMIT 999) found
      """,
      [.text(operatorID)])
    return Int(try row?.integer("unread") ?? 0)
  }

  /// Messages with those who were told, whoever asks.
  func toldMessages(_ ids: Set<Int64>) throws -> [ToldMessage] {
    guard !ids.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = ids.map { arguments.add(.integer($0)) }.joined(separator: ", ")
    var recipients: [Int64: [String]] = [:]
    let pairs = try rows(
      "SELECT message, operator_id FROM system_message_recipients WHERE message IN (\(list)) ORDER BY operator_id",
      arguments.values)
    for row in pairs { recipients[try row.integer("message"), default: []].append(try row.text("operator_id")) }
    return try rows(
      "\(systemMessageColumns) FROM system_messages m \(systemMessageTables) WHERE m.position IN (\(list))",
      arguments.values
    ).map { row in
      let message = try SystemMessage(row: row)
      return ToldMessage(message: message, recipients: recipients[message.id] ?? [])
    }
  }
}

/// A system message with the ids of all who were told.
package struct ToldMessage: Hashable, Sendable, Identifiable {
  package let message: SystemMessage
  package let recipients: [String]

  package var id: Int64 { message.id }

  /// The message as its recipients get it when it is new: the Activity can be opened where all of them may see it.
  package func received(in directory: Directory) -> ReceivedMessage {
    let opens = message.activity.map { activity in
      directory.viewers(queueID: activity.queueID, ownerID: activity.ownerID).isSuperset(of: recipients)
    }
    return ReceivedMessage(message: message, readAt: nil, opensActivity: opens ?? false)
  }
}

private let systemMessageColumns = """
  SELECT m.position AS position, m.what AS what, m.at AS at, m.detail AS detail, a.id AS activity_id,
    a.subject AS subject, a.queue_id AS activity_queue_id, a.owner_id AS activity_owner_id, q.id AS queue_id,
    q.name AS queue_name
  """

private let systemMessageTables = """
  LEFT JOIN activities a ON a.id = m.activity_id LEFT JOIN queues q ON q.id = m.queue_id
  """

extension SystemMessage {
  fileprivate init(row: SQLRow) throws {
    let activity = try row.optionalText("activity_id").map { id in
      Subject(
        id: id, subject: try row.text("subject"), queueID: try row.optionalText("activity_queue_id"),
        ownerID: try row.optionalText("activity_owner_id"))
    }
    self.init(
      id: try row.integer("position"), what: try row.choice("what", as: What.self), at: try row.time("at"),
      activity: activity, queue: try row.reference("queue"), detail: try row.text("detail"))
  }
}
