import Storage

extension SQLConnection {
  /// The steps of one chat's cases, in their order.
  func reportEntries(of chatID: String, upTo position: Int64) throws -> [ReportEntry] {
    var arguments = SQLArguments()
    let (chat, high) = (arguments.add(.text(chatID)), arguments.add(.integer(position)))
    let kinds = arguments.list(ReportEntry.kinds.map(\.rawValue).sorted())
    let limit = arguments.add(.integer(Int64(Recovery.reportEntriesOfChat)))
    return try rows(
      """
      SELECT position, \(ReportEntry.columns) FROM history
      WHERE chat_id = \(chat) AND position <= \(high) AND what IN (\(kinds)) ORDER BY position DESC LIMIT \(limit)
      """,
      arguments.values
    ).compactMap(ReportEntry.init(row:)).reversed()
  }

  /// Where a chat stands now.
  func reportPlace(of chatID: String) throws -> ReportPlace {
    let row = try row("SELECT queue_id, channel_id FROM chats WHERE id = $1", [.text(chatID)])
    return ReportPlace(
      queueID: try row?.optionalText("queue_id") ?? "", channelID: try row?.optionalText("channel_id") ?? "")
  }

  /// Where a chat stood when its cases were counted, by their positions.
  func reportPlaces(of chatID: String) throws -> [Int64: ReportPlace] {
    let rows = try rows(
      "SELECT position, queue_id, channel_id FROM report_cases WHERE chat_id = $1", [.text(chatID)])
    let places = try rows.map { row in
      (
        try row.integer("position"),
        ReportPlace(queueID: try row.text("queue_id"), channelID: try row.text("channel_id"))
      )
    }
    return Dictionary(places, uniquingKeysWith: { first, _ in first })
  }

  func insert(_ place: ReportPlace, chat: String, position: Int64) throws {
    try execute(
      """
      INSERT INTO report_cases (chat_id, position, queue_id, channel_id) VALUES ($1, $2, $3, $4)
      ON CONFLICT (chat_id, position) DO NOTHING
      """,
      [.text(chat), .integer(position), .text(place.queueID), .text(place.channelID)])
  }

  /// The number of a group, which is made where it is new.
  func reportGroupID(_ group: ReportGroup) throws -> Int64 {
    let parts: [SQLValue] = [.text(group.operatorID), .text(group.queueID), .text(group.channelID)]
    let known = try row(
      "SELECT id FROM report_groups WHERE operator_id = $1 AND queue_id = $2 AND channel_id = $3", parts)
    if let known { return try known.integer("id") }
    let made = try row(
      "INSERT INTO report_groups (operator_id, queue_id, channel_id) VALUES ($1, $2, $3) RETURNING id", parts)
    guard let made else { throw DatabaseError.conflict("A group of the reports was not made.") }
    return try made.integer("id")
  }

  /// Adds a change to a sum. Whoever counts has moved the progress in the same transaction and is alone therefore.
  func add(_ change: ReportTally, to cell: ReportCell, of groupID: Int64) throws {
    let key: [SQLValue] = [.integer(groupID), .integer(cell.grain.rawValue), .integer(cell.start)]
    var sum = change
    let known = try row(
      "SELECT \(tallyNames.joined(separator: ", ")) FROM report_tallies WHERE group_id = $1 AND grain = $2 AND start = $3",
      key)
    if let known {
      try sum.add(counters: known, from: 0)
      try sum.add(histograms: known, from: ReportTally.counters.count)
    }
    try execute(upsertTally, key + sum.values)
  }

  /// Forgets what was counted, but not where: chats have moved on since, and the history does not tell where they stood.
  func forgetSums() throws {
    try execute("DELETE FROM report_tallies")
    try execute("DELETE FROM report_groups")
  }
}

private let tallyNames = ReportTally.counters + ["pick_up", "first_reply"]

private let upsertTally = """
  INSERT INTO report_tallies (group_id, grain, start, \(tallyNames.joined(separator: ", ")))
  VALUES ($1, $2, $3, \(tallyNames.indices.map { "$\($0 + 4)" }.joined(separator: ", ")))
  ON CONFLICT (group_id, grain, start) DO UPDATE SET
    \(tallyNames.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
  """
