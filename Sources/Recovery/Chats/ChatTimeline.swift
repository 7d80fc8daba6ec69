/// The rules of one chat: who has the last word, since when the customer waits, and when that is a miss.
///
/// A pure value: it is told what happened and when, and says what follows. The clock runs from the first unanswered
/// message. Opening a chat or an automatic reply does not stop it.
package struct ChatTimeline: Hashable, Sendable {
  package enum Event: Hashable, Sendable {
    case wrote(Timestamp)
    /// A person of ours answered, here or in another tool.
    case answered
    /// Our last answer could not be delivered.
    case undelivered(Timestamp)
    case left(Timestamp)
    case returned
    /// Time has passed.
    case clock(Timestamp)
    case closed
  }

  package var state: ChatState
  package var firstUnansweredAt: Timestamp?
  package var lastWroteAt: Timestamp?
  package var dueAt: Timestamp?
  package var missedAt: Timestamp?
  package var missedReason: MissedReason?
  package var leftAt: Timestamp?

  /// A chat that begins with the customer's first message.
  package init() {
    state = .waiting
  }

  /// - Returns: the reason, where what happened makes the chat missed.
  package mutating func apply(_ event: Event, rule: MissedRule) -> MissedReason? {
    switch event {
    case .wrote(let at): return wrote(at, rule)
    case .answered: settle(.answered)
    case .undelivered(let at): undelivered(at, rule)
    case .closed: settle(.closed)
    case .left(let at): left(at, rule)
    case .returned: returned(rule)
    case .clock(let now): return clock(now, rule)
    }
    return nil
  }

  private mutating func wrote(_ at: Timestamp, _ rule: MissedRule) -> MissedReason? {
    state = .waiting
    firstUnansweredAt = firstUnansweredAt.map { min($0, at) } ?? at
    lastWroteAt = max(lastWroteAt ?? at, at)
    leftAt = nil
    // After hours nobody can come in time; but only the first message says so at once, the further ones are gathered.
    if !isMissed, !rule.isOpen(at: at) { return miss(.afterHours, at) }
    // Whoever goes on writing after a miss does not put the next one off.
    if !isMissed || dueAt == nil { dueAt = deadline(rule) }
    return nil
  }

  /// What we said did not arrive: the customer waits again, from now on.
  private mutating func undelivered(_ at: Timestamp, _ rule: MissedRule) {
    guard state == .answered else { return }
    state = .waiting
    firstUnansweredAt = at
    lastWroteAt = at
    dueAt = deadline(rule)
  }

  private mutating func settle(_ state: ChatState) {
    self.state = state
    firstUnansweredAt = nil
    dueAt = nil
  }

  private mutating func left(_ at: Timestamp, _ rule: MissedRule) {
    leftAt = at
    guard let due = dueAt else { return }
    dueAt = min(due, at + MissedRule.absenceGrace)
  }

  private mutating func returned(_ rule: MissedRule) {
    leftAt = nil
    guard dueAt != nil else { return }
    dueAt = deadline(rule)
  }

  private mutating func clock(_ now: Timestamp, _ rule: MissedRule) -> MissedReason? {
    guard let due = dueAt, due <= now else { return nil }
    let waited = deadline(rule).map { $0 <= now } ?? false
    if leftAt != nil, !waited { return miss(.abandoned, now) }
    return miss(rule.isOpen(at: lastWroteAt ?? now) ? .noAnswer : .afterHours, now)
  }

  /// Whether what the customer waits for was missed already.
  private var isMissed: Bool {
    guard let first = firstUnansweredAt, let missed = missedAt else { return false }
    return missed >= first
  }

  private mutating func miss(_ reason: MissedReason, _ at: Timestamp) -> MissedReason {
    dueAt = nil
    missedAt = at
    missedReason = reason
    return reason
  }

  /// Before the first miss the first unanswered message counts; after it, what the customer wrote since.
  private func deadline(_ rule: MissedRule) -> Timestamp? {
    guard let first = firstUnansweredAt, let last = lastWroteAt else { return nil }
    return (isMissed ? last : first) + rule.answerWithin
  }
}
