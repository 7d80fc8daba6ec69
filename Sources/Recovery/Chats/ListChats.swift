import Storage

/// What somebody wants to see of the Chats section.
package struct ChatFilter: Hashable, Sendable {
  package var state: ChatState
  package var queueID: String?
  /// `next` of the page before.
  package var after: String?
  /// 1 to 100.
  package var limit = 50

  package init(state: ChatState) { self.state = state }
}

package struct ChatPage: Hashable, Sendable {
  package let chats: [Chat]
  /// Where the following page begins; nil on the last.
  package let next: String?
}

extension Recovery {
  /// One page of the chats of a state that the viewer may see: of waiting ones whoever waits longest first, also where
  /// they wrote again; the others with the newest message first.
  ///
  /// - Throws: ``InvalidInput`` where `after` is no cursor.
  package func chats(_ filter: ChatFilter, for viewer: Operator) async throws -> ChatPage {
    let cursor = try filter.after.map { text throws(InvalidInput) in try PageCursor(text) }
    return try await database.read { connection in
      var found: [String: Chat] = [:]
      for (column, id) in try connection.chatScopes(of: filter, for: viewer) {
        for chat in try connection.chats(filter, where: column, id, after: cursor) { found[chat.id] = chat }
      }
      let ordered = found.values.sorted { filter.puts($0, before: $1) }
      let page = Array(ordered.prefix(filter.limit))
      let end = page.last.map { PageCursor(at: filter.moment(of: $0).milliseconds, id: $0.id).text }
      return ChatPage(chats: page, next: ordered.count > page.count ? end : nil)
    }
  }
}

extension ChatFilter {
  fileprivate var isOldestFirst: Bool { state == .waiting }

  /// By what the state's chats are in order.
  fileprivate var column: String { isOldestFirst ? "ch.first_unanswered_at" : "ch.last_message_at" }

  /// Which chats the state's indexes hold; the engines use a partial one only where its condition is said.
  fileprivate var part: String { isOldestFirst ? "ch.first_unanswered_at IS NOT NULL" : "ch.state <> 'waiting'" }

  fileprivate func moment(of chat: Chat) -> Timestamp {
    isOldestFirst ? chat.firstUnansweredAt ?? chat.lastMessageAt : chat.lastMessageAt
  }

  fileprivate func puts(_ left: Chat, before right: Chat) -> Bool {
    let ascending = (moment(of: left).milliseconds, left.id) < (moment(of: right).milliseconds, right.id)
    return isOldestFirst == ascending
  }
}

extension SQLConnection {
  /// The ranges of indexes in which the viewer's chats lie: a column and its value, or none for all.
  fileprivate func chatScopes(of filter: ChatFilter, for viewer: Operator) throws -> [(column: String?, id: String)] {
    if viewer.seesEverything { return [filter.queueID.map { ("ch.queue_id", $0) } ?? (nil, "")] }
    let queues = try queueIDs(of: viewer.id).filter { filter.queueID == nil || filter.queueID == $0 }
    return queues.map { ("ch.queue_id", $0) } + (filter.queueID == nil ? [("ch.owner_id", viewer.id)] : [])
  }

  fileprivate func chats(
    _ filter: ChatFilter, where column: String?, _ id: String, after cursor: PageCursor?
  ) throws -> [Chat] {
    var arguments = SQLArguments()
    var conditions = [filter.part, "ch.state = \(arguments.add(.text(filter.state.rawValue)))"]
    if let column { conditions.append("\(column) = \(arguments.add(.text(id)))") }
    if let cursor {
      let place = "(\(arguments.add(.integer(cursor.at))), \(arguments.add(.text(cursor.id))))"
      conditions.append("(\(filter.column), ch.id) \(filter.isOldestFirst ? ">" : "<") \(place)")
    }
    let direction = filter.isOldestFirst ? "ASC" : "DESC"
    return try rows(
      """
      \(chatColumns) WHERE \(conditions.joined(separator: " AND "))
      ORDER BY \(filter.column) \(direction), ch.id \(direction)
      LIMIT \(arguments.add(.integer(Int64(filter.limit + 1))))
      """,
      arguments.values
    ).map(Chat.init(row:))
  }
}
