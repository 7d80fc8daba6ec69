import Recovery

/// Decides for each entry who is told what.
struct LiveTelling {
  private(set) var drafts: [LiveDraft] = []
  private(set) var audiences: LiveAudiences
  private let subjects: LiveSubjects
  private let renderer: LiveRenderer
  private let variants: (LiveAudience) -> Set<LiveVariant>
  /// What was told already and still holds: each subject is told once in its newest state.
  private var told = Set<Told>()

  private struct Told: Hashable {
    let kind: LiveKind
    let id: String
  }

  init(
    subjects: LiveSubjects, audiences: LiveAudiences, renderer: LiveRenderer,
    variants: @escaping (LiveAudience) -> Set<LiveVariant>
  ) {
    self.subjects = subjects
    self.audiences = audiences
    self.renderer = renderer
    self.variants = variants
    self.audiences.follow(subjects.directory)
  }

  mutating func tell(_ entry: HistoryEntry) throws {
    if let activity = subjects.activity(entry.activityID) { try tell(entry, about: activity) }
    if let chat = subjects.chat(entry.chatID) { try tell(entry, about: chat) }
    if let told = subjects.told(entry) { try tell(told) }
  }

  private mutating func tell(_ told: ToldMessage) throws {
    let message = told.received(in: subjects.directory)
    try add(.added, to: .people(told.recipients)) { try $0.data(of: message, $1) }
  }

  // MARK: Activities

  private mutating func tell(_ entry: HistoryEntry, about activity: Activity) throws {
    let recipients = LiveAudiences.Key.recipients(queue: activity.queue?.id, designated: activity.designatedID)
    let notified = LiveAudiences.Key.notified(queue: activity.queue?.id, designated: activity.designatedID)
    switch entry.what {
    case .opened, .givenBack, .takenBack, .reopened: try offer(activity, .added, to: recipients)
    case .folded: try offer(activity, .changed, to: recipients)
    case .reassigned:
      // Also from whoever was designated before, which is not known any more. A withdrawal holds nothing but ids.
      withdraw(activity, from: .others(except: activity.designatedID), .reassigned, by: activity.owner)
      try offer(activity, .added, to: recipients)
    case .declinedByAll:
      guard activity.status == .notStarted else { break }
      // A supervisor who is one of those who declined does not get it again.
      let decliners = subjects.decliners(of: activity.id)
      let others = subjects.directory.supervisors.filter { !decliners.contains($0) }
      try add(.added, to: .people(others.sorted())) { try $0.notification(activity, $1) }
    case .accepted: withdraw(activity, from: notified, .accepted, by: entry.by)
    case .completed, .canceled: withdraw(activity, from: notified, .closed, by: entry.by)
    case .answeredElsewhere: withdraw(activity, from: notified, .answeredElsewhere, by: nil)
    case .declined, .postponed:
      guard let person = entry.by else { break }
      withdraw(activity, from: .only(person.id), entry.what == .declined ? .declined : .postponed, by: person)
    case .reminded: try remind(entry.by, of: activity)
    default: break
    }
    guard entry.what.changesActivity else { return }
    let viewers = LiveAudiences.Key.viewers(queue: activity.queue?.id, owner: activity.owner?.id)
    try tell(.activity, activity.id, entry.what == .opened ? .added : .changed, to: viewers) {
      try $0.data(of: activity, $1)
    }
  }

  /// Shows it to all who may take it, while nobody has.
  private mutating func offer(
    _ activity: Activity, _ name: LiveDraft.Name, to recipients: LiveAudiences.Key
  ) throws {
    guard activity.status == .notStarted else { return }
    try tell(.notification, activity.id, name, to: recipients) { try $0.notification(activity, $1) }
  }

  /// Shows it again to one who had put it off, if it still concerns them.
  private mutating func remind(_ person: Reference?, of activity: Activity) throws {
    guard let person, activity.status == .notStarted else { return }
    let directory = subjects.directory
    let concerned = directory.recipients(queueID: activity.queue?.id, designatedID: activity.designatedID)
    guard concerned.contains(person.id) || directory.supervisors.contains(person.id) else { return }
    try add(.added, to: .only(person.id)) { try $0.notification(activity, $1) }
  }

  private mutating func withdraw(
    _ activity: Activity, from members: LiveAudiences.Key, _ reason: LiveReason, by person: Reference?
  ) {
    // What follows may be offered again.
    told.remove(Told(kind: .notification, id: activity.id))
    var draft = LiveDraft(name: .withdrawn, audience: audiences.audience(members, subjects.directory))
    let data = renderer.withdrawal(of: activity, reason, by: person)
    for variant in variants(draft.audience) where variant != .visitor { draft.data[variant] = data }
    drafts.append(draft)
  }

  // MARK: Chats

  private mutating func tell(_ entry: HistoryEntry, about chat: Chat) throws {
    let viewers = LiveAudiences.Key.viewers(
      queue: chat.queue?.id, owner: chat.ownerID, other: subjects.activity(chat.activityID)?.owner?.id)
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
    let customer = LiveAudiences.Key.visitor(id: chat.externalID, channel: chat.channelID)
    var draft = LiveDraft(name: .message, audience: audiences.audience(customer, subjects.directory))
    draft.data[.visitor] = renderer.customerData(of: message)
    drafts.append(draft)
  }

  // MARK: Drafts

  private mutating func tell(
    _ kind: LiveKind, _ id: String, _ name: LiveDraft.Name, to members: LiveAudiences.Key,
    _ data: (LiveRenderer, Language) throws -> [UInt8]
  ) throws {
    guard told.insert(Told(kind: kind, id: id)).inserted else { return }
    try add(name, to: members, data)
  }

  private mutating func add(
    _ name: LiveDraft.Name, to members: LiveAudiences.Key, _ data: (LiveRenderer, Language) throws -> [UInt8]
  ) throws {
    var draft = LiveDraft(name: name, audience: audiences.audience(members, subjects.directory))
    let wanted = variants(draft.audience)
    for language in Language.allCases where wanted.contains(LiveVariant(language)) {
      draft.data[LiveVariant(language)] = try data(renderer, language)
    }
    drafts.append(draft)
  }
}

extension HistoryEntry.What {
  /// Whether an Activity looks different afterwards.
  fileprivate var changesActivity: Bool {
    switch self {
    case .opened, .folded, .accepted, .givenBack, .takenBack, .edited, .completed, .canceled, .answeredElsewhere,
      .reopened,
      .reassigned:
      true
    default: false
    }
  }

  /// Whether a chat looks different in a list afterwards.
  fileprivate var changesChat: Bool {
    switch self {
    case .wrote, .left, .returned, .missed, .opened, .folded, .replied, .chatClosed, .answeredElsewhere, .unreachable,
      .completed, .canceled, .accepted, .takenBack:
      true
    default: false
    }
  }
}
