package import Recovery

/// How fast something may be done: so many a second in the long run, and a burst of so many at once.
package struct SendingRate: Hashable, Sendable {
  package let perSecond: Int64
  package let burst: Int64

  package init(perSecond: Int64, burst: Int64) {
    self.perSecond = perSecond
    self.burst = burst
  }
}

/// A token bucket: full at first, one token taken for each sending, refilled steadily. It counts in whole numbers.
///
/// It measures by the wall clock. When that is set back, the bucket gains nothing meanwhile, and goes on from the new time.
package struct TokenBucket: Hashable, Sendable {
  /// One token; time refills `perSecond` of these units in a millisecond.
  private static let token: Int64 = 1000

  private let rate: SendingRate
  private var level: Int64
  private var filledAt: Timestamp

  package init(_ rate: SendingRate, at moment: Timestamp) {
    self.rate = rate
    level = rate.burst * Self.token
    filledAt = moment
  }

  /// Takes a token, or says how long it is until there is one, and takes none.
  package mutating func take(at moment: Timestamp) -> Duration? {
    level = level(at: moment)
    filledAt = moment
    guard level < Self.token else {
      level -= Self.token
      return nil
    }
    return .milliseconds((Self.token - level + rate.perSecond - 1) / rate.perSecond)
  }

  /// Gives back a token that was not used after all.
  package mutating func giveBack() {
    level = min(level + Self.token, rate.burst * Self.token)
  }

  /// Whether it is as good as a new one, and so need not be kept.
  package func isFull(at moment: Timestamp) -> Bool {
    level(at: moment) == rate.burst * Self.token
  }

  private func level(at moment: Timestamp) -> Int64 {
    let full = rate.burst * Self.token
    let passed = min(max(0, moment.milliseconds - filledAt.milliseconds), full)
    return min(full, level + passed * rate.perSecond)
  }
}
