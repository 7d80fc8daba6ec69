import Synchronization

/// Makes ids for new rows.
package protocol IDSource: Sendable {
  /// A new id. Of one process, those made later sort later.
  func next(at moment: Timestamp) -> String
}

/// UUIDs of version 7, in lower case, with a counter within the millisecond
/// (RFC 9562, https://www.rfc-editor.org/rfc/rfc9562#name-monotonicity-and-counters).
package final class UUIDv7Source: IDSource {
  /// The last one's milliseconds and counter: 48 and 12 bits.
  private let last = Mutex<UInt64>(0)

  package init() {}

  package func next(at moment: Timestamp) -> String {
    let start = UInt64(bitPattern: moment.milliseconds) << 12
    let stamp = last.withLock { last in
      // When the clock stands still or goes back, and when a counter is used up, counting goes on from the last one.
      last = max(last + 1, start)
      return last
    }
    let high = (stamp >> 12) << 16 | 0x7000 | stamp & 0xFFF
    let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF)
    return Self.text(high, low)
  }

  private static func text(_ high: UInt64, _ low: UInt64) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 36) { buffer in
      var position = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          buffer[position] = UInt8(ascii: "-")
          position += 1
        }
        let half = index < 16 ? high : low
        buffer[position] = digits[Int(half >> UInt64((15 - index % 16) * 4) & 0xF)]
        position += 1
      }
      return 36
    }
  }
}
