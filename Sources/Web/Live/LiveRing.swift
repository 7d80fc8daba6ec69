/// The newest events, for those whose connection broke off.
struct LiveRing: Sendable {
  /// The number of the newest event.
  private(set) var newest: Int64 = 0
  private var events: [LiveEvent] = []
  /// Where in `events` the oldest stands.
  private var start = 0
  private var size = 0
  private let mostEvents: Int
  private let mostBytes: Int

  init(mostEvents: Int = 4096, mostBytes: Int = 8 << 20) {
    self.mostEvents = mostEvents
    self.mostBytes = mostBytes
  }

  mutating func append(_ draft: LiveDraft, epoch: String) -> LiveEvent {
    newest += 1
    let event = LiveEvent(draft, number: newest, epoch: epoch)
    events.append(event)
    size += event.size
    while events.count - start > mostEvents || (size > mostBytes && events.count - start > 1) { dropOldest() }
    return event
  }

  /// Takes note that something happened which nobody rendered. Whoever comes back from before it must start afresh.
  mutating func skip() {
    newest += 1
    events.removeAll()
    start = 0
    size = 0
  }

  /// The events behind `number` up to `last`, or nil where some of them are forgotten.
  func events(after number: Int64, through last: Int64) -> ArraySlice<LiveEvent>? {
    guard number <= last, number >= newest - Int64(events.count - start) else { return number == last ? [] : nil }
    let first = events.count - Int(newest - number)
    return events[first...].prefix { $0.number <= last }
  }

  private mutating func dropOldest() {
    size -= events[start].size
    start += 1
    // Moving all of them once in a while costs less than moving them at each event.
    if start > events.count / 2 {
      events.removeFirst(start)
      start = 0
    }
  }
}
