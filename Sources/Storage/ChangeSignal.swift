/// What a wake-up is about. A receiver reads the database to learn what changed.
package enum Topic: String, CaseIterable, Hashable, Sendable {
  /// Webhook bodies wait to be processed.
  case inbound
  /// A chat got a message, or another time at which it is missed.
  case chats
  /// The history grew.
  case history
  /// Messages wait to be sent.
  case outbox
  /// Operators, skills, queues, channels or settings changed.
  case directory
}

/// Wake-ups without content. They may be merged and may come without need, but none is lost: when the way on which they
/// come was interrupted, every receiver is woken. With several machines every receiver is woken every few seconds as well,
/// because one of them may be killed between a commit and its announcement.
package protocol ChangeSignal: Sendable {
  /// A stream that yields at least once after every commit that signalled one of `topics` since the call. It holds one
  /// pending wake-up at most.
  func wakeUps(for topics: Set<Topic>) -> AsyncStream<Void>
}
