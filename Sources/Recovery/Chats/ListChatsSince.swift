import Storage

/// What may have happened with a chat at a certain time.
package enum ChatEvent: String, CaseIterable, Sendable {
  case missed
  /// A person's answer reached the customer after the chat was missed.
  case recovered

  fileprivate var column: String {
    switch self {
    case .missed: "ch.missed_at"
    case .recovered: "ch.recovered_at"
    }
  }
}

extension Recovery {
  /// How far the chats of a day are counted.
  package static let mostCounted = 999

  /// One page of the chats with which this happened since `moment`, newest first, whatever became of them later.
  ///
  /// - Parameters:
  ///   - after: `next` of the page before.
  ///   - limit: 1 to 100.
  /// - Throws: ``InvalidInput`` where `after` is no cursor.
  package func chats(
    _ event: ChatEvent, since moment: Timestamp, queueID: String? = nil, after: String? = nil, limit: Int = 50,
    for viewer: Operator
  ) async throws -> ChatPage {
    let cursor = try after.map { text throws(InvalidInput) in try PageCursor(text) }
    return try await database.read { connection in
      let places = try connection.places(
        event, since: moment, queueID: queueID, after: cursor, limit: limit + 1, for: viewer)
      let page = places.prefix(limit)
      return ChatPage(
        chats: try connection.chats(page.map(\.id)), next: places.count > limit ? page.last?.text : nil)
    }
  }
}

extension SQLConnection {
  /// How many of the viewer's chats this happened with since `moment`, counted no further than
  /// ``Recovery/mostCounted`` and one.
  func countChats(_ event: ChatEvent, since moment: Timestamp, for viewer: Operator) throws -> Int {
    try places(event, since: moment, queueID: nil, after: nil, limit: Recovery.mostCounted + 1, for: viewer).count
  }

  fileprivate func places(
    _ event: ChatEvent, since moment: Timestamp, queueID: String?, after cursor: PageCursor?, limit: Int,
    for viewer: Operator
  ) throws -> [PageCursor] {
    var arguments = SQLArguments()
    var conditions = ["\(event.column) >= \(arguments.add(.time(moment)))"]
    if let queueID { conditions.append("ch.queue_id = \(arguments.add(.text(queueID)))") }
    if !viewer.seesEverything {
      let queues = arguments.list(try queueIDs(of: viewer.id))
      let mine = "ch.owner_id = \(arguments.add(.text(viewer.id)))"
      conditions.append(queues.isEmpty ? mine : "(ch.queue_id IN (\(queues)) OR \(mine))")
    }
    if let cursor {
      let place = "(\(arguments.add(.integer(cursor.at))), \(arguments.add(.text(cursor.id))))"
      conditions.append("(\(event.column), ch.id) < \(place)")
    }
    return try rows(
      """
      SELECT \(event.column) AS place, ch.id AS id FROM chats ch WHERE \(conditions.joined(separator: " AND "))
      ORDER BY \(event.column) DESC, ch.id DESC LIMIT \(arguments.add(.integer(Int64(limit))))
      """,
      arguments.values
    ).map { PageCursor(at: try $0.integer("place"), id: try $0.text("id")) }
  }

  /// The chats in the order of their ids; those that are gone are left out.
  fileprivate func chats(_ ids: [String]) throws -> [Chat] {
    guard !ids.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = arguments.list(ids)
    let chats = try rows("\(chatColumns) WHERE ch.id IN (\(list))", arguments.values).map(Chat.init(row:))
    let byID = Dictionary(chats.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return ids.compactMap { byID[$0] }
  }
}
