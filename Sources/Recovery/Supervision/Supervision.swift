/// How a queue stands at this moment.
package struct QueueOverview: Hashable, Sendable {
  /// The most of each that is counted; where there are more, the oldest are.
  package static let most = 500

  /// Nil for what belongs to no queue.
  package let queue: Queue?
  package let waitingChats: Tally
  package let notStarted: Tally
  package let inProgress: Tally
  /// How many of both are over their time.
  package let overdue: Int
  package let members: Int
  package let online: Int

  /// How many there are, ``most`` at most, and since when the oldest waits.
  package struct Tally: Hashable, Sendable {
    package let count: Int
    package let since: Timestamp?
  }
}

/// Somebody who answers, and how much they have to do.
package struct OperatorLoad: Hashable, Sendable {
  package let `operator`: Operator
  package let queues: [Reference]
  package let seenAt: Timestamp?
  /// Whether a page of theirs was open within the last ``Recovery/presence``.
  package let isOnline: Bool
  /// How many Activities they have accepted and not finished; ``QueueOverview/most`` at most.
  package let inProgress: Int
}

/// What goes on at the desk, as supervisors watch it.
package struct Supervision: Hashable, Sendable {
  package let queues: [QueueOverview]
  /// Those who are here first, then by name; 200 at most.
  package let operators: [OperatorLoad]
}
