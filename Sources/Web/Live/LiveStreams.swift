import NIOCore

/// The streams whose connections belong to one event loop. It is touched on that loop only.
///
/// Events are written to the connections directly: waking one task a stream would take longer than the writing.
final class LiveStreams {
  private struct Stream {
    let id: Int
    let output: LiveOutput
    let variant: LiveVariant
    let end: @Sendable () -> Void
    /// It did not read what it was sent; it gets nothing more until it has, and then must fetch everything again.
    var isBehind = false
  }

  private var streams: [String: [Stream]] = [:]
  private let epoch: String
  /// The number of the last event that these streams were told of.
  private var delivered: Int64

  init(epoch: String, delivered: Int64) {
    self.epoch = epoch
    self.delivered = delivered
  }

  /// Adds a stream and sends what it missed.
  ///
  /// - Parameters:
  ///   - position: the last event that it knows; nil where it knows none.
  ///   - replay: the events behind a number up to another, or nil where some are forgotten.
  func attach(
    _ id: Int, _ subscription: LiveSubscription, after position: LivePosition?,
    replay: (_ after: Int64, _ through: Int64) -> ArraySlice<LiveEvent>?
  ) {
    let (key, variant) = (subscription.key, subscription.variant)
    // After a restart of the server they do not all come back at once.
    var opening = ByteBuffer(string: "retry: \(Int.random(in: 1500...6000))\n\n")
    if let position, variant != .visitor {
      let missed = position.epoch == epoch ? replay(position.number, delivered) : nil
      let concerning = missed?.filter { $0.audience.members.contains(key) }
      if let concerning, concerning.allSatisfy({ $0.bytes[variant] != nil }) {
        for bytes in concerning.compactMap({ $0.bytes[variant] }) { opening.writeImmutableBuffer(bytes) }
      } else {
        opening.writeString(resync)
      }
    }
    // Last, so that a connection that breaks off before does not leave out what was to come first.
    opening.writeString("id: \(self.position(delivered))\n\n")
    let output = LiveOutput(subscription.connection)
    streams[key, default: []].append(Stream(id: id, output: output, variant: variant, end: subscription.end))
    output.write(LiveBytes(opening))
  }

  func detach(_ id: Int, key: String) {
    streams[key]?.removeAll { $0.id == id }
    if streams[key]?.isEmpty == true { streams[key] = nil }
  }

  /// Sends events to the streams that they concern: all in one write, the bytes shared by all streams alike.
  ///
  /// - Parameter events: at most 64, in order.
  func deliver(_ events: [LiveEvent]) {
    guard let last = events.last else { return }
    delivered = last.number
    var joined: [JoinedKey: LiveBytes] = [:]
    for key in streams.keys {
      var mask: UInt64 = 0
      for (index, event) in events.enumerated() where event.audience.members.contains(key) {
        mask |= 1 << UInt64(index)
      }
      guard mask != 0 else { continue }
      for index in 0..<(streams[key]?.count ?? 0) { send(mask, of: events, to: key, index, &joined) }
    }
  }

  private struct JoinedKey: Hashable {
    let mask: UInt64
    let variant: LiveVariant
  }

  private func send(
    _ mask: UInt64, of events: [LiveEvent], to key: String, _ index: Int, _ joined: inout [JoinedKey: LiveBytes]
  ) {
    guard let stream = streams[key]?[index] else { return }
    guard stream.output.isWritable, !stream.isBehind else {
      streams[key]?[index].isBehind = true
      return
    }
    let bytesKey = JoinedKey(mask: mask, variant: stream.variant)
    if let bytes = joined[bytesKey] { return stream.output.write(bytes) }
    guard let bytes = Self.join(mask, of: events, stream.variant) else {
      streams[key]?[index].isBehind = true
      return
    }
    joined[bytesKey] = bytes
    stream.output.write(bytes)
  }

  /// The bytes of some events one after another; nil where one was not rendered for this variant, because nobody of it
  /// listened when it was.
  private static func join(_ mask: UInt64, of events: [LiveEvent], _ variant: LiveVariant) -> LiveBytes? {
    var joined: ByteBuffer?
    for (index, event) in events.enumerated() where mask & (1 << UInt64(index)) != 0 {
      guard let bytes = event.bytes[variant] else { return nil }
      if joined == nil { joined = bytes } else { joined?.writeImmutableBuffer(bytes) }
    }
    return joined.map { LiveBytes($0) }
  }

  /// Makes all streams fetch everything again at the next tick.
  ///
  /// - Parameter number: up to it nothing can be told any more.
  func startAfresh(at number: Int64) {
    delivered = number
    for key in Array(streams.keys) {
      for index in 0..<(streams[key]?.count ?? 0) { streams[key]?[index].isBehind = true }
    }
  }

  /// Once a second: those who were behind and have read what they had are told to fetch everything again, and each
  /// stream gets a sign of life every fifteenth time.
  func tick(_ count: Int) {
    let comment = LiveBytes(":\n\n")
    for (key, list) in streams {
      for (index, stream) in list.enumerated() where stream.output.isWritable {
        if stream.isBehind {
          streams[key]?[index].isBehind = false
          startAfresh(stream)
        } else if stream.id % LiveHub.secondsBetweenSigns == count % LiveHub.secondsBetweenSigns {
          stream.output.write(comment)
        }
      }
    }
  }

  /// A customer's page fetches everything again whenever its stream begins.
  private func startAfresh(_ stream: Stream) {
    guard stream.variant != .visitor else { return stream.end() }
    stream.output.write(LiveBytes(resync))
  }

  private func position(_ number: Int64) -> LivePosition { LivePosition(epoch: epoch, number: number) }

  private var resync: String { "event: resync\nid: \(position(delivered))\ndata: {}\n\n" }
}
