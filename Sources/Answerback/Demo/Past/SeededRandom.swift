/// Random numbers that are the same at every start, so that the demo always tells the same story
/// (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// True in so many of a hundred cases.
  mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  /// A span of so many seconds; short ones are more likely, as with people.
  mutating func span(_ seconds: ClosedRange<Double>) -> Duration {
    let share = Double.random(in: 0...1, using: &self)
    return .seconds(seconds.lowerBound + (seconds.upperBound - seconds.lowerBound) * share * share)
  }

  /// One of some values, each as likely as its weight says.
  ///
  /// - Parameter choices: at least one, with weights of which at least one is above 0.
  mutating func pick<Value>(_ choices: [(value: Value, weight: Int)]) -> Value {
    var left = Int.random(in: 0..<choices.reduce(0) { $0 + $1.weight }, using: &self)
    for choice in choices {
      left -= choice.weight
      if left < 0 { return choice.value }
    }
    return choices[choices.count - 1].value
  }
}

extension Array {
  /// One of them.
  ///
  /// - Precondition: there is at least one.
  func pick(_ random: inout SeededRandom) -> Element { self[Int.random(in: 0..<count, using: &random)] }
}
