import Storage

/// What missed chats add up to.
package struct ReportTally: Hashable, Sendable {
  package private(set) var missed = 0
  /// Missed while the setting was off: no Activity was made.
  package private(set) var withoutActivity = 0
  /// Accepted by somebody, or somebody had its Activity already.
  package private(set) var taken = 0
  /// A person's reply was delivered.
  package private(set) var recovered = 0
  /// In the order of `MissedReason.allCases`.
  private var reasons = Array(repeating: 0, count: MissedReason.allCases.count)
  /// From the miss to the acceptance, where it was accepted after the miss.
  package private(set) var pickUp = SpanHistogram()
  /// From the miss to the first delivered reply of a person.
  package private(set) var firstReply = SpanHistogram()

  package init() {}

  package subscript(reason: MissedReason) -> Int {
    MissedReason.allCases.firstIndex(of: reason).map { reasons[$0] } ?? 0
  }

  /// The part of the missed chats that was recovered, 0 to 1; nil where none was missed.
  package var share: Double? { missed > 0 ? Double(recovered) / Double(missed) : nil }

  var isZero: Bool { self == ReportTally() }

  /// - Parameter times: 1, or -1 to take it out again.
  mutating func add(_ missedCase: MissedCase, times: Int) {
    missed += times
    if !missedCase.hasActivity { withoutActivity += times }
    if let index = MissedReason.allCases.firstIndex(of: missedCase.reason) { reasons[index] += times }
    if let holding = missedCase.taken {
      taken += times
      if let moment = holding.acceptedAt { pickUp.add(moment - missedCase.missedAt, times: times) }
    }
    if let step = missedCase.recovered {
      recovered += times
      firstReply.add(step.at - missedCase.missedAt, times: times)
    }
  }

  mutating func add(_ other: ReportTally) {
    addCounts(of: other)
    pickUp.add(other.pickUp)
    firstReply.add(other.firstReply)
  }

  private mutating func addCounts(of other: ReportTally) {
    missed += other.missed
    withoutActivity += other.withoutActivity
    taken += other.taken
    recovered += other.recovered
    for index in reasons.indices { reasons[index] += other.reasons[index] }
  }
}

// MARK: As it is stored

extension ReportTally {
  /// The columns that are numbers, the reasons last.
  static let counters =
    ["missed", "without_activity", "taken", "recovered"] + MissedReason.allCases.map(\.rawValue)

  /// In the order of the columns: the counters, then the two histograms.
  var values: [SQLValue] {
    ([missed, withoutActivity, taken, recovered] + reasons).map { .integer(Int64($0)) }
      + [.blob(pickUp.bytes), .blob(firstReply.bytes)]
  }

  /// Adds the counters of a row, which stand from its column `first` on in their order.
  mutating func add(counters row: SQLRow, from first: Int) throws {
    func count(_ index: Int) throws -> Int {
      guard case .integer(let count) = row.values[first + index] else {
        throw SQLRowError.mismatch(Self.counters[index])
      }
      return Int(count)
    }
    missed += try count(0)
    withoutActivity += try count(1)
    taken += try count(2)
    recovered += try count(3)
    for index in reasons.indices { reasons[index] += try count(4 + index) }
  }

  /// Adds the two histograms of a row, the first of which stands in column `first`.
  mutating func add(histograms row: SQLRow, from first: Int) throws {
    guard case .blob(let pickUps) = row.values[first], case .blob(let replies) = row.values[first + 1] else {
      throw SQLRowError.mismatch("pick_up")
    }
    pickUp.add(bytes: pickUps)
    firstReply.add(bytes: replies)
  }
}
