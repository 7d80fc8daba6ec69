import Recovery

/// Turns entries of the history into what pages are told.
struct LiveRendering: Sendable {
  let recovery: Recovery
  let templates: PageTemplates

  /// Loads what the entries are about, once, and renders it for those who listen. Entries that follow each other closely
  /// tell of the same newest state, which is then told once.
  ///
  /// - Parameter variants: in which forms somebody of an audience listens.
  func drafts(
    for entries: [HistoryEntry], variants: @escaping (LiveAudience) -> Set<LiveVariant>
  ) async throws -> [LiveDraft] {
    let subjects = try await LiveSubjects(of: entries, recovery)
    var telling = LiveTelling(subjects: subjects, templates: templates, variants: variants)
    for entry in entries { try telling.tell(entry) }
    return telling.drafts
  }
}

/// What a batch of entries is about, as it stands now.
struct LiveSubjects: Sendable {
  let directory: Directory
  private(set) var activities: [String: Activity] = [:]
  private(set) var chats: [String: Chat] = [:]
  private(set) var messages: [String: Message] = [:]

  init(of entries: [HistoryEntry], _ recovery: Recovery) async throws {
    directory = try await recovery.directory()
    let messageIDs = Set(entries.compactMap(\.messageID))
    let chatIDs = Set(entries.compactMap(\.chatID))
    for message in try await recovery.messages(Array(messageIDs)) { messages[message.id] = message }
    for chat in try await recovery.chats(Array(chatIDs)) { chats[chat.id] = chat }
    let activityIDs = Set(entries.compactMap(\.activityID)).union(chats.values.compactMap(\.activityID))
    for activity in try await recovery.activities(Array(activityIDs).prefix(500).map { $0 }) {
      activities[activity.id] = activity
    }
  }

  func activity(_ id: String?) -> Activity? { id.flatMap { activities[$0] } }
  func chat(_ id: String?) -> Chat? { id.flatMap { chats[$0] } }
  func message(_ id: String?) -> Message? { id.flatMap { messages[$0] } }
}
