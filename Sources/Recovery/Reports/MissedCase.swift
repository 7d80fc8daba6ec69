import Storage

/// One time that a customer waited in vain: from the miss until a person's reply has reached them. Further misses before
/// that belong to the same case, unless its Activity was closed in between.
struct MissedCase: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    /// Whose step it was; nil where it was done in another tool.
    let operatorID: String?
    let at: Timestamp
  }

  /// That somebody has its Activity.
  struct Holding: Hashable, Sendable {
    let operatorID: String?
    /// Nil where they had it already when the customer was missed once more.
    let acceptedAt: Timestamp?
  }

  /// The position in the history where it was missed.
  let position: Int64
  let missedAt: Timestamp
  /// The first one; that somebody accepted and never answered goes before it.
  private(set) var reason: MissedReason
  /// Whether an Activity tells of it; there is none while the setting is off.
  private(set) var hasActivity = false
  /// The acceptance that counts: one that was given back does not.
  private(set) var taken: Holding?
  /// When a person's reply was delivered.
  private(set) var recovered: Step?
  /// Who has the Activity, also once the case is recovered: a further miss is theirs from its beginning.
  private var holderID: String?
  private var isClosed = false
  /// Who wrote which message.
  private var authors: [String: String] = [:]

  /// Whose case it is: whoever recovered it, else whoever has it.
  var operatorID: String? { recovered?.operatorID ?? taken?.operatorID }

  private var isOpen: Bool { recovered == nil && !isClosed }
}

extension MissedCase {
  /// The cases of one chat.
  ///
  /// - Parameters:
  ///   - entries: of one chat, in the order of their positions.
  ///   - confirmsDelivery: whether its channel says when a message was delivered, and not only that it was taken.
  static func cases(in entries: [ReportEntry], confirmsDelivery: Bool) -> [MissedCase] {
    var cases: [MissedCase] = []
    for entry in entries {
      if entry.what == .missed, !(cases.last?.isOpen ?? false) {
        cases.append(MissedCase(entry, holderID: cases.last?.holderID))
      } else if !cases.isEmpty {
        cases[cases.count - 1].apply(entry, confirmsDelivery)
      }
    }
    return cases
  }

  private init(_ entry: ReportEntry, holderID: String?) {
    position = entry.position
    missedAt = entry.at
    reason = MissedReason(rawValue: entry.detail) ?? .noAnswer
    self.holderID = holderID
  }

  private mutating func apply(_ entry: ReportEntry, _ confirmsDelivery: Bool) {
    switch entry.what {
    case .opened: hasActivity = true
    case .folded: fold()
    case .accepted: accept(entry)
    case .givenBack, .reassigned: release()
    case .takenBack:
      if recovered == nil { reason = .operatorSilent }
      release()
    case .completed, .canceled:
      isClosed = true
      holderID = nil
    case .reopened: isClosed = false
    case .replied: if let message = entry.messageID { authors[message] = entry.operatorID }
    case .sent: if !confirmsDelivery { arrived(entry) }
    case .delivered: arrived(entry)
    case .answeredElsewhere: recover(nil, at: entry.at)
    default: break
    }
  }

  private mutating func accept(_ entry: ReportEntry) {
    holderID = entry.operatorID
    if recovered == nil { taken = Holding(operatorID: entry.operatorID, acceptedAt: entry.at) }
  }

  private mutating func release() {
    holderID = nil
    if recovered == nil { taken = nil }
  }

  private mutating func fold() {
    hasActivity = true
    guard recovered == nil, taken == nil, let holderID else { return }
    taken = Holding(operatorID: holderID, acceptedAt: nil)
  }

  /// Only what a person wrote after the miss recovers it.
  private mutating func arrived(_ entry: ReportEntry) {
    guard let author = entry.messageID.flatMap({ authors[$0] }) else { return }
    recover(author, at: entry.at)
  }

  private mutating func recover(_ author: String?, at moment: Timestamp) {
    guard recovered == nil else { return }
    recovered = Step(operatorID: author, at: moment)
    authors = [:]
  }
}

extension ChannelKind {
  /// Whether we are told that a message was delivered, beyond that the platform took it.
  var confirmsDelivery: Bool { self == .web }
}

/// What the reports read of the history.
struct ReportEntry: Hashable, Sendable {
  let position: Int64
  let chatID: String
  let what: HistoryEntry.What
  let at: Timestamp
  let operatorID: String?
  let messageID: String?
  let detail: String

  static let columns = "chat_id, message_id, what, at, by_id, detail"

  /// The steps that make or change a case. What a customer wrote is left out: there is the most of it.
  static let kinds: Set<HistoryEntry.What> = [
    .missed, .opened, .folded, .accepted, .givenBack, .takenBack, .reassigned, .completed, .canceled, .reopened,
    .replied, .sent, .delivered, .answeredElsewhere,
  ]

  /// - Returns: nil where it concerns no report.
  init?(row: SQLRow) throws {
    guard let what = HistoryEntry.What(rawValue: try row.text("what")), Self.kinds.contains(what),
      let chatID = try row.optionalText("chat_id")
    else { return nil }
    position = try row.integer("position")
    self.chatID = chatID
    self.what = what
    at = try row.time("at")
    operatorID = try row.optionalText("by_id")
    messageID = try row.optionalText("message_id")
    detail = try row.text("detail")
  }
}
