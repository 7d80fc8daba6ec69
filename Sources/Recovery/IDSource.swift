/// Makes ids for new rows.
package protocol IDSource: Sendable {
  /// A new id; those made later sort later, up to the millisecond.
  func next(at moment: Timestamp) -> String
}

/// UUIDs of version 7, in lower case (RFC 9562, https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7).
package struct UUIDv7Source: IDSource {
  package init() {}

  package func next(at moment: Timestamp) -> String {
    let time = UInt64(bitPattern: moment.milliseconds) & 0xFFFF_FFFF_FFFF
    let high = time << 16 | 0x7000 | UInt64.random(in: 0...0xFFF)
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
