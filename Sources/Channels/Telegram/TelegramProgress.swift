import Synchronization

/// How far messages of several parts got, so that another try goes on from there. Bounded: the oldest is forgotten first.
final class TelegramProgress: Sendable {
  struct Sent: Hashable, Sendable {
    let count: Int
    let firstID: Int64?
  }

  private struct Entries {
    var sent: [String: Sent] = [:]
    var order: [String] = []
  }

  private let limit: Int
  private let entries = Mutex(Entries())

  init(remembering limit: Int) {
    self.limit = limit
  }

  func of(_ message: String) -> Sent {
    entries.withLock { $0.sent[message] } ?? Sent(count: 0, firstID: nil)
  }

  func note(_ sent: Sent, of message: String) {
    entries.withLock { entries in
      if entries.sent.updateValue(sent, forKey: message) == nil { entries.order.append(message) }
      if entries.order.count > limit { entries.sent[entries.order.removeFirst()] = nil }
    }
  }

  func forget(_ message: String) {
    entries.withLock { entries in
      guard entries.sent.removeValue(forKey: message) != nil else { return }
      entries.order.removeAll { $0 == message }
    }
  }
}
