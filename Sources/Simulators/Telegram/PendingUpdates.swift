/// Updates that the bot has not taken yet, in their order. Bounded by whoever adds to it.
///
/// A webhook is given the oldest of each chat only, until it has taken that: one that always fails holds up its chat
/// (https://github.com/tdlib/telegram-bot-api, telegram-bot-api/WebhookActor.cpp).
struct PendingUpdates: Sendable {
  struct Update: Sendable {
    let id: Int64
    let chat: Int64
    let body: JSON
    var failures: Int64 = 0
    /// In milliseconds since 1970.
    var notBefore: Int64 = 0
    var isUnderWay = false
  }

  private(set) var updates: [Update] = []

  mutating func append(_ update: Update) {
    updates.append(update)
  }

  /// Forgets what comes before the offset; a negative one counts from the end (https://core.telegram.org/bots/api#getupdates).
  mutating func confirm(before offset: Int64) {
    if offset < 0 {
      updates = updates.suffix(Int(clamping: offset.magnitude))
    } else {
      updates.removeAll { $0.id < offset }
    }
  }

  mutating func removeAll() {
    updates = []
  }

  /// A new webhook is tried at once.
  mutating func forgetFailures() {
    for index in updates.indices {
      updates[index].failures = 0
      updates[index].notBefore = 0
    }
  }

  /// Takes what may be delivered now, at most so many at once.
  mutating func takeDue(at now: Int64, atOnce limit: Int) -> [Update] {
    var free = limit - updates.count { $0.isUnderWay }
    var seen: Set<Int64> = []
    var due: [Update] = []
    for index in updates.indices where free > 0 {
      let isHead = seen.insert(updates[index].chat).inserted
      guard isHead, !updates[index].isUnderWay, updates[index].notBefore <= now else { continue }
      updates[index].isUnderWay = true
      due.append(updates[index])
      free -= 1
    }
    return due
  }

  /// When the next becomes due that had failed, if there is one.
  var nextDue: Int64? {
    updates.filter { !$0.isUnderWay && $0.failures > 0 }.map(\.notBefore).min()
  }

  mutating func delivered(_ id: Int64) {
    updates.removeAll { $0.id == id }
  }

  mutating func failed(_ id: Int64, waiting: (_ failures: Int64) -> Int64, at now: Int64) {
    guard let index = updates.firstIndex(where: { $0.id == id }) else { return }
    updates[index].isUnderWay = false
    updates[index].failures += 1
    updates[index].notBefore = now + waiting(updates[index].failures)
  }
}
