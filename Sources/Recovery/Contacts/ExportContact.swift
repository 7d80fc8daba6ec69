import Storage

/// All that is kept of a customer, to be handed to them.
package struct ContactExport: Sendable {
  package let contact: Contact
  /// The oldest first, with their messages.
  package let chats: [(chat: Chat, messages: [Message])]
  package let activities: [Activity]
  /// Whether there is more than is exported at once.
  package let isCut: Bool
}

extension Recovery {
  /// How many chats, Activities and messages one export holds.
  private static let mostExported = (belongings: 2000, messages: 50_000)

  /// Everything about a customer. Supervisors only.
  ///
  /// - Returns: nil where there is no such contact, or it is not theirs to have.
  package func export(contact id: String, for supervisor: Operator) async throws -> ContactExport? {
    guard supervisor.seesEverything else { return nil }
    let most = Self.mostExported
    return try await database.read { connection in
      guard let (contact, mergedInto) = try connection.contactRow(id), mergedInto == nil else { return nil }
      let arguments: [SQLValue] = [.text(id), .integer(Int64(most.belongings))]
      let chats = try connection.rows(
        "\(chatColumns) WHERE ch.contact_id = $1 ORDER BY ch.opened_at, ch.id LIMIT $2", arguments
      ).map(Chat.init(row:))
      let activities = try connection.rows(
        "\(activityColumns) \(activityTables) WHERE a.contact_id = $1 ORDER BY a.created_at, a.id LIMIT $2", arguments
      ).map(Activity.init(row:))
      var room = most.messages
      var conversations: [(chat: Chat, messages: [Message])] = []
      for chat in chats {
        let messages = try connection.messages(of: chat.id, before: nil, limit: room)
        room -= messages.count
        conversations.append((chat, messages))
      }
      return ContactExport(
        contact: contact, chats: conversations, activities: activities,
        isCut: room == 0 || chats.count == most.belongings || activities.count == most.belongings)
    }
  }
}
