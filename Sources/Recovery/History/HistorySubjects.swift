import Storage

/// What some entries of the history are about, as it stands now.
package struct HistorySubjects: Sendable {
  package let activities: [String: Activity]
  package let chats: [String: Chat]
  package let messages: [String: Message]
  package let told: [Int64: ToldMessage]
  /// Who has declined an Activity that everybody has declined.
  package let decliners: [String: Set<String>]
}

extension Recovery {
  /// The Activities, chats and messages that the entries name, and the open Activities of these chats, all in one view
  /// of the store, whoever asks: for those who decide by themselves whom to show them.
  ///
  /// - Parameter entries: at most 500.
  package func subjects(of entries: [HistoryEntry]) async throws -> HistorySubjects {
    let chatIDs = Set(entries.compactMap(\.chatID))
    let messageIDs = Set(entries.compactMap(\.messageID))
    let toldIDs = Set(entries.filter { $0.what == .told }.compactMap { Int64($0.detail) })
    let declinedIDs = Set(entries.filter { $0.what == .declinedByAll }.compactMap(\.activityID))
    return try await database.read { connection in
      let chats = try connection.chats(chatIDs)
      let activityIDs = Set(entries.compactMap(\.activityID)).union(chats.compactMap(\.activityID))
      let activities = try connection.activities(Array(activityIDs))
      let messages = try connection.messages(messageIDs)
      return HistorySubjects(
        activities: Self.byID(activities), chats: Self.byID(chats), messages: Self.byID(messages),
        told: Self.byID(try connection.toldMessages(toldIDs)), decliners: try connection.decliners(of: declinedIDs))
    }
  }

  private static func byID<Subject: Identifiable>(_ subjects: [Subject]) -> [Subject.ID: Subject] {
    Dictionary(subjects.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension SQLConnection {
  fileprivate func chats(_ ids: Set<String>) throws -> [Chat] {
    guard !ids.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = arguments.list(ids)
    return try rows("\(chatColumns) WHERE ch.id IN (\(list))", arguments.values).map(Chat.init(row:))
  }

  fileprivate func decliners(of ids: Set<String>) throws -> [String: Set<String>] {
    guard !ids.isEmpty else { return [:] }
    var arguments = SQLArguments()
    let list = arguments.list(ids)
    let rows = try rows(
      """
      SELECT activity_id, operator_id FROM notification_marks
      WHERE activity_id IN (\(list)) AND declined_at IS NOT NULL
      """,
      arguments.values)
    return try rows.reduce(into: [:]) { decliners, row in
      decliners[try row.text("activity_id"), default: []].insert(try row.text("operator_id"))
    }
  }

  fileprivate func messages(_ ids: Set<String>) throws -> [Message] {
    guard !ids.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = arguments.list(ids)
    let rows = try rows("\(messageColumns) WHERE m.id IN (\(list))", arguments.values)
    return try withAttachments(rows.map(Message.init(row:)))
  }
}
