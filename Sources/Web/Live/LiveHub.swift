import Logging
import NIOCore
import Recovery
import ServiceLifecycle
import Storage
import Synchronization

/// Sends what changes to all whom it concerns: reads the history as it grows, renders each change once for each language
/// and writes the same bytes to every stream.
package final class LiveHub: Service {
  /// Each stream gets a sign of life so often, in seconds; below the time-outs of proxies.
  static let secondsBetweenSigns = 15
  /// Streams in all, those of customers, who must leave room for operators, and those of one person.
  static let mostStreams = 10_000
  static let mostCustomerStreams = 8_000
  static let mostStreamsOfOne = 20
  /// How many events are written together at most.
  static let eventsAtOnce = 64

  let recovery: Recovery
  let rendering: LiveRendering
  let logger: Logger
  private let epoch: String
  let state: Mutex<State>

  struct State {
    var ring = LiveRing()
    var shards: [ObjectIdentifier: LiveShard] = [:]
    var subscriptions: [Int: LiveSubscription] = [:]
    /// How many streams each key has, and each variant.
    var present: [String: Int] = [:]
    var variants: [LiveVariant: Int] = [:]
    /// Whether the history is followed yet.
    var follows = false
    var lastID = 0

    func hasRoom(for key: String, as variant: LiveVariant) -> Bool {
      subscriptions.count < mostStreams && present[key, default: 0] < mostStreamsOfOne
        && (variant != .visitor || variants[.visitor, default: 0] < mostCustomerStreams)
    }
  }

  init(recovery: Recovery, templates: PageTemplates) {
    self.recovery = recovery
    logger = recovery.logger
    rendering = LiveRendering(recovery: recovery, templates: templates)
    epoch = String(UInt64.random(in: .min ... .max), radix: 36)
    state = Mutex(State())
  }

  /// Where the stream stands now, for a page that is rendered next; nil until it follows the history.
  var position: String? {
    state.withLock { $0.follows ? LivePosition(epoch: epoch, number: $0.ring.newest).description : nil }
  }

  /// In which forms somebody of this audience listens.
  func variants(of audience: LiveAudience) -> Set<LiveVariant> {
    state.withLock { state in
      guard state.present.keys.contains(where: { audience.members.contains($0) }) else { return [] }
      return Set(state.variants.keys)
    }
  }

  /// How many streams somebody has.
  func streams(of key: String) -> Int { state.withLock { $0.present[key] ?? 0 } }

  /// Writes to all whom the drafts concern.
  func publish(_ drafts: [LiveDraft]) {
    var rest = drafts[...]
    while !rest.isEmpty {
      let (events, shards) = state.withLock { state in
        (rest.prefix(Self.eventsAtOnce).map { state.ring.append($0, epoch: epoch) }, Array(state.shards.values))
      }
      for shard in shards { shard.deliver(events) }
      rest = rest.dropFirst(Self.eventsAtOnce)
    }
  }

  /// Takes note of changes that nobody listens to.
  ///
  /// - Returns: false where somebody does, and nothing was done.
  func skipUnheard() -> Bool {
    state.withLock { state in
      guard state.subscriptions.isEmpty else { return false }
      skip(&state)
      return true
    }
  }

  /// Makes everybody fetch everything again, because changes may have been missed.
  func startAfresh() {
    state.withLock { state in
      state.follows = true
      skip(&state)
    }
  }

  /// The event loops are told under the lock, so that whoever attaches next comes after.
  private func skip(_ state: inout State) {
    state.ring.skip()
    for shard in state.shards.values { shard.startAfresh(at: state.ring.newest) }
  }

  /// Whether there is room for one more stream.
  func hasRoom(for key: String, as variant: LiveVariant) -> Bool {
    state.withLock { $0.hasRoom(for: key, as: variant) }
  }

  /// Adds a stream.
  ///
  /// - Returns: its number, or nil where there are too many.
  func attach(_ subscription: LiveSubscription, after position: LivePosition?) async throws -> Int? {
    let admitted = state.withLock { state -> (Int, LiveShard)? in
      guard state.hasRoom(for: subscription.key, as: subscription.variant) else { return nil }
      state.lastID += 1
      state.subscriptions[state.lastID] = subscription
      state.present[subscription.key, default: 0] += 1
      state.variants[subscription.variant, default: 0] += 1
      return (state.lastID, shard(of: subscription.connection.eventLoop, &state))
    }
    guard let (id, shard) = admitted else { return nil }
    try await shard.run { streams in
      streams.attach(id, subscription, after: position) { after, through in
        self.state.withLock { $0.ring.events(after: after, through: through) }
      }
    }
    return id
  }

  private func shard(of loop: any EventLoop, _ state: inout State) -> LiveShard {
    let key = ObjectIdentifier(loop)
    if let shard = state.shards[key] { return shard }
    let shard = LiveShard(loop, epoch: epoch, delivered: state.ring.newest)
    state.shards[key] = shard
    return shard
  }

  /// Takes a stream away. Nothing is written to it afterwards.
  func detach(_ id: Int) async throws {
    let found = state.withLock { state -> (LiveSubscription, LiveShard)? in
      guard let subscription = state.subscriptions.removeValue(forKey: id),
        let shard = state.shards[ObjectIdentifier(subscription.connection.eventLoop)]
      else { return nil }
      let left = state.present[subscription.key, default: 1] - 1
      state.present[subscription.key] = left > 0 ? left : nil
      let alike = state.variants[subscription.variant, default: 1] - 1
      state.variants[subscription.variant] = alike > 0 ? alike : nil
      return (subscription, shard)
    }
    guard let (subscription, shard) = found else { return }
    try await shard.run { $0.detach(id, key: subscription.key) }
  }

  /// Ends the streams of somebody whose sessions are over.
  ///
  /// - Parameter token: of the session that goes on, if one does.
  func end(operator id: String, butNot token: String? = nil) {
    let ended = state.withLock { $0.subscriptions.values.filter { $0.key == id && $0.token != token } }
    for subscription in ended { subscription.end() }
  }

  /// Ends the streams of a session that is over.
  func end(session token: String) {
    let ended = state.withLock { $0.subscriptions.values.filter { $0.token == token } }
    for subscription in ended { subscription.end() }
  }
}

/// A stream as the hub knows it.
struct LiveSubscription: Sendable {
  /// Its name in audiences.
  let key: String
  let connection: Connection
  let variant: LiveVariant
  /// Whose stream it is; nil for a customer.
  let viewer: Operator?
  /// The session that it belongs to.
  let token: String?
  /// Ends it.
  let end: @Sendable () -> Void
}

/// The streams of one event loop, reachable from anywhere.
struct LiveShard: Sendable {
  private let streams: NIOLoopBoundBox<LiveStreams>

  init(_ loop: any EventLoop, epoch: String, delivered: Int64) {
    streams = .makeBoxSendingValue(LiveStreams(epoch: epoch, delivered: delivered), eventLoop: loop)
  }

  func deliver(_ events: [LiveEvent]) {
    streams.eventLoop.execute { streams.value.deliver(events) }
  }

  func startAfresh(at number: Int64) {
    streams.eventLoop.execute { streams.value.startAfresh(at: number) }
  }

  func tick(_ count: Int) {
    streams.eventLoop.execute { streams.value.tick(count) }
  }

  func run(_ change: @escaping @Sendable (LiveStreams) -> Void) async throws {
    try await streams.eventLoop.submit { change(streams.value) }.get()
  }
}
