/// When an unanswered chat counts as missed.
package struct MissedRule: Hashable, Sendable {
  /// How long the first unanswered message may wait.
  package let answerWithin: Duration
  /// When somebody is there; nil for always.
  package let hours: WorkingHours?

  package init(answerWithin: Duration, hours: WorkingHours? = nil) {
    self.answerWithin = answerWithin
    self.hours = hours
  }

  /// For chats that belong to no queue.
  package static let standard = MissedRule(answerWithin: .seconds(60))

  /// How long a customer may be away from the page before they have left. Reloading a page takes less.
  package static let absenceGrace: Duration = .seconds(10)

  func isOpen(at moment: Timestamp) -> Bool { hours?.isOpen(at: moment) ?? true }
}
