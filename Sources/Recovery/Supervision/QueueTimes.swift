import Storage

/// How long a queue's Activities may wait before somebody is told; nil where they may wait for ever.
package struct QueueTimes: Hashable, Sendable {
  /// After this time in which nobody took an Activity, the supervisors are told.
  package let escalateAfter: Duration?
  /// Whoever accepted an Activity and has not replied within this time loses it to the queue again.
  package let replyWithin: Duration?

  package init(escalateAfter: Duration? = nil, replyWithin: Duration? = nil) {
    self.escalateAfter = escalateAfter
    self.replyWithin = replyWithin
  }

  package static let none = QueueTimes()

  /// How long one may look away from an Activity that nobody has taken, without missing anything: it may be accepted a
  /// moment later, and the time to reply begins then.
  var patience: Duration? {
    guard let escalateAfter else { return replyWithin }
    return replyWithin.map { min($0, escalateAfter) } ?? escalateAfter
  }

  /// Reads `escalate_after` and `reply_within`.
  init(row: SQLRow) throws {
    self.init(
      escalateAfter: try row.optionalInteger("escalate_after").map { .milliseconds($0) },
      replyWithin: try row.optionalInteger("reply_within").map { .milliseconds($0) })
  }
}
