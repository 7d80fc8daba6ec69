import Storage

extension Recovery {
  /// The entries after `position` that are visible now, in order of position. Entries with smaller positions may still
  /// become visible: read through a `FeedCursor`.
  ///
  /// - Parameter limit: 1 to 1,000.
  package func history(after position: Int64, limit: Int) async throws -> [HistoryEntry] {
    try await database.read { connection in
      let rows = try connection.rows(
        "\(historyColumns) WHERE h.position > $1 ORDER BY h.position LIMIT $2",
        [.integer(position), .integer(Int64(limit))])
      return try rows.map(HistoryEntry.init(row:))
    }
  }

  /// The greatest position that is visible now; 0 where nothing has happened yet.
  package func latestHistoryPosition() async throws -> Int64 {
    try await database.read { connection in
      try connection.row("SELECT coalesce(max(position), 0) AS latest FROM history")?.integer("latest") ?? 0
    }
  }

  /// What happened to an Activity and to its chat until it was closed, oldest first: the newest 500 entries of each; nil
  /// where the operator may not see it.
  package func activityHistory(_ id: String, for viewer: Operator) async throws -> [HistoryEntry]? {
    try await database.read { connection in
      guard let activity = try connection.activity(id, visibleTo: viewer) else { return nil }
      let own = try connection.rows(
        "\(historyColumns) WHERE h.activity_id = $1 ORDER BY h.position DESC LIMIT 500", [.text(id)])
      let chat = try connection.rows(
        """
        \(historyColumns) WHERE h.chat_id = $1 AND h.activity_id IS NULL AND h.at <= $2
        ORDER BY h.position DESC LIMIT 500
        """,
        [.text(activity.chatID), .integer(activity.closedAt?.milliseconds ?? .max)])
      return try (own + chat).map(HistoryEntry.init(row:)).sorted { $0.position < $1.position }
    }
  }
}

let historyColumns = """
  SELECT h.position AS position, h.chat_id AS chat_id, h.activity_id AS activity_id, h.message_id AS message_id,
    h.what AS what, h.at AS at, h.by_id AS by_id, o.name AS by_name, h.detail AS detail
  FROM history h LEFT JOIN operators o ON o.id = h.by_id
  """

extension HistoryEntry {
  init(row: SQLRow) throws {
    let what = try row.text("what")
    guard let known = What(rawValue: what) else { throw SQLRowError.mismatch("what") }
    self.init(
      position: try row.integer("position"), chatID: try row.optionalText("chat_id"),
      activityID: try row.optionalText("activity_id"), messageID: try row.optionalText("message_id"), what: known,
      at: Timestamp(milliseconds: try row.integer("at")), by: try row.reference("by"),
      detail: try row.text("detail"))
  }
}
