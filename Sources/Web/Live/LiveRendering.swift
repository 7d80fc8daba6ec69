import Recovery

/// Turns entries of the history into what pages are told.
struct LiveRendering: Sendable {
  private let recovery: Recovery
  private let renderer: LiveRenderer

  init(recovery: Recovery, templates: PageTemplates) {
    self.recovery = recovery
    renderer = LiveRenderer(templates: templates)
  }

  /// Loads what the entries are about, once, and renders it for those who listen. Entries that follow each other closely
  /// tell of the same newest state, which is then told once.
  ///
  /// - Parameters:
  ///   - audiences: those that are known from former calls.
  ///   - variants: in which forms somebody of an audience listens.
  func drafts(
    for entries: [HistoryEntry], _ audiences: inout LiveAudiences,
    variants: @escaping (LiveAudience) -> Set<LiveVariant>
  ) async throws -> [LiveDraft] {
    let subjects = try await LiveSubjects(of: entries, recovery)
    var telling = LiveTelling(subjects: subjects, audiences: audiences, renderer: renderer, variants: variants)
    for entry in entries { try telling.tell(entry) }
    audiences = telling.audiences
    return telling.drafts
  }
}

/// What a batch of entries is about, as it stands now, and who works here.
struct LiveSubjects: Sendable {
  let directory: Directory
  private let subjects: HistorySubjects

  init(of entries: [HistoryEntry], _ recovery: Recovery) async throws {
    directory = try await recovery.directory()
    subjects = try await recovery.subjects(of: entries)
  }

  func activity(_ id: String?) -> Activity? { id.flatMap { subjects.activities[$0] } }
  func chat(_ id: String?) -> Chat? { id.flatMap { subjects.chats[$0] } }
  func message(_ id: String?) -> Message? { id.flatMap { subjects.messages[$0] } }

  /// Who has declined an Activity that everybody has declined.
  func decliners(of id: String) -> Set<String> { subjects.decliners[id] ?? [] }

  /// What operators were told, where the entry says that they were.
  func told(_ entry: HistoryEntry) -> ToldMessage? {
    guard entry.what == .told else { return nil }
    return Int64(entry.detail).flatMap { subjects.told[$0] }
  }
}
