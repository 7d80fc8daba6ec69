import Recovery

/// Decides for each entry who is told what.
struct LiveTelling {
  private(set) var drafts: [LiveDraft] = []
  private let subjects: LiveSubjects
  private let renderer: LiveRenderer
  private let variants: (LiveAudience) -> Set<LiveVariant>
  private var audiences: [Set<String>: LiveAudience] = [:]
  /// What was told already and still holds: each subject is told once in its newest state.
  private var told = Set<Told>()

  private struct Told: Hashable {
    let kind: LiveKind
    let id: String
  }

  init(
    subjects: LiveSubjects, templates: PageTemplates, variants: @escaping (LiveAudience) -> Set<LiveVariant>
  ) {
    self.subjects = subjects
    self.variants = variants
    renderer = LiveRenderer(templates: templates)
  }

  mutating func tell(_ entry: HistoryEntry) throws {
    if let activity = subjects.activity(entry.activityID) { try tell(entry, about: activity) }
    if let chat = subjects.chat(entry.chatID) { try tell(entry, about: chat) }
  }

  // MARK: Activities

  private mutating func tell(_ entry: HistoryEntry, about activity: Activity) throws {
    switch entry.what {
    case .opened, .givenBack, .reopened: try offer(activity, .added)
    case .folded: try offer(activity, .changed)
    case .reassigned:
      withdraw(activity, from: everybodyElse(than: activity.designatedID), .reassigned, by: entry.by)
      try offer(activity, .added)
    case .accepted: withdraw(activity, from: notified(of: activity), .accepted, by: entry.by)
    case .completed, .canceled: withdraw(activity, from: notified(of: activity), .closed, by: entry.by)
    case .answeredElsewhere: withdraw(activity, from: notified(of: activity), .answeredElsewhere, by: nil)
    case .declinedByAll: try offer(activity, to: Set(subjects.directory.supervisors))
    case .declined: withdraw(activity, from: Self.only(entry.by), .declined, by: entry.by)
    case .postponed: withdraw(activity, from: Self.only(entry.by), .postponed, by: entry.by)
    case .reminded: try remind(entry.by, of: activity)
    default: break
    }
    if entry.what.changesActivity {
      try tell(.activity, activity.id, entry.what == .opened ? .added : .changed, to: viewers(of: activity)) {
        try $0.data(of: activity, $1)
      }
    }
  }

  /// Shows it to all who may take it, while nobody has.
  private mutating func offer(_ activity: Activity, _ name: LiveDraft.Name) throws {
    guard activity.status == .notStarted else { return }
    try tell(.notification, activity.id, name, to: recipients(of: activity)) { try $0.notification(activity, $1) }
  }

  /// Shows it again to one who had put it off, if it still concerns them.
  private mutating func remind(_ person: Reference?, of activity: Activity) throws {
    let members = Self.only(person).intersection(notified(of: activity))
    try offer(activity, to: members)
  }

  /// Shows it to these few, whoever else was shown it.
  private mutating func offer(_ activity: Activity, to members: Set<String>) throws {
    guard activity.status == .notStarted, !members.isEmpty else { return }
    try add(.added, audience(members)) { try $0.notification(activity, $1) }
  }

  private mutating func withdraw(
    _ activity: Activity, from members: Set<String>, _ reason: LiveReason, by person: Reference?
  ) {
    // What follows may be offered again.
    told.remove(Told(kind: .notification, id: activity.id))
    var draft = LiveDraft(name: .withdrawn, audience: audience(members))
    let data = renderer.withdrawal(of: activity, reason, by: person)
    for variant in variants(draft.audience) where variant != .visitor { draft.data[variant] = data }
    drafts.append(draft)
  }

  private func recipients(of activity: Activity) -> Set<String> {
    Set(subjects.directory.recipients(queueID: activity.queue?.id, designatedID: activity.designatedID))
  }

  /// Whoever may have been told of it, among them the supervisors once everybody else had declined.
  private func notified(of activity: Activity) -> Set<String> {
    recipients(of: activity).union(subjects.directory.supervisors)
  }

  /// Also whoever was designated before, which is not known any more; a withdrawal tells nobody anything but ids.
  private func everybodyElse(than designatedID: String?) -> Set<String> {
    Set(subjects.directory.operators.keys).subtracting(designatedID.map { [$0] } ?? [])
  }

  private func viewers(of activity: Activity) -> Set<String> {
    subjects.directory.viewers(queueID: activity.queue?.id, ownerID: activity.owner?.id)
  }

  private static func only(_ person: Reference?) -> Set<String> { person.map { [$0.id] } ?? [] }

  // MARK: Chats

  private mutating func tell(_ entry: HistoryEntry, about chat: Chat) throws {
    let viewers = viewers(of: chat)
    if let message = subjects.message(entry.messageID) {
      let name: LiveDraft.Name = entry.what == .wrote || entry.what == .replied ? .added : .changed
      try tell(.message, message.id, name, to: viewers) { try $0.data(of: message, in: chat, $1) }
      if entry.what == .replied { tellCustomer(of: message, in: chat) }
    }
    guard entry.what.changesChat else { return }
    try tell(.chat, chat.id, entry.what == .wrote ? .added : .changed, to: viewers) { try $0.data(of: chat, $1) }
  }

  /// The reply appears on the customer's own page.
  private mutating func tellCustomer(of message: Message, in chat: Chat) {
    let audience = LiveAudience([LiveAudience.key(ofVisitor: chat.externalID, on: chat.channelID)])
    var draft = LiveDraft(name: .message, audience: audience)
    draft.data[.visitor] = renderer.customerData(of: message)
    drafts.append(draft)
  }

  private func viewers(of chat: Chat) -> Set<String> {
    var viewers = subjects.directory.viewers(queueID: chat.queue?.id, ownerID: chat.ownerID)
    if let owner = subjects.activity(chat.activityID)?.owner { viewers.insert(owner.id) }
    return viewers
  }

  // MARK: Drafts

  private mutating func tell(
    _ kind: LiveKind, _ id: String, _ name: LiveDraft.Name, to members: Set<String>,
    _ data: (LiveRenderer, Language) throws -> [UInt8]
  ) throws {
    guard told.insert(Told(kind: kind, id: id)).inserted else { return }
    try add(name, audience(members), data)
  }

  private mutating func add(
    _ name: LiveDraft.Name, _ audience: LiveAudience, _ data: (LiveRenderer, Language) throws -> [UInt8]
  ) throws {
    var draft = LiveDraft(name: name, audience: audience)
    let wanted = variants(audience)
    for language in Language.allCases where wanted.contains(LiveVariant(language)) {
      draft.data[LiveVariant(language)] = try data(renderer, language)
    }
    drafts.append(draft)
  }

  /// One object for each set of people, however many events concern them.
  private mutating func audience(_ members: Set<String>) -> LiveAudience {
    if let known = audiences[members] { return known }
    let audience = LiveAudience(members)
    audiences[members] = audience
    return audience
  }
}

extension HistoryEntry.What {
  /// Whether an Activity looks different afterwards.
  fileprivate var changesActivity: Bool {
    switch self {
    case .opened, .folded, .accepted, .givenBack, .edited, .completed, .canceled, .answeredElsewhere, .reopened,
      .reassigned:
      true
    default: false
    }
  }

  /// Whether a chat looks different in a list afterwards.
  fileprivate var changesChat: Bool {
    switch self {
    case .wrote, .left, .returned, .missed, .opened, .folded, .replied, .chatClosed, .answeredElsewhere, .unreachable,
      .completed, .canceled, .accepted:
      true
    default: false
    }
  }
}
