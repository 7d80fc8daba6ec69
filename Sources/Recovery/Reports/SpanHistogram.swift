import Foundation

/// How often spans of each length occurred, in classes that grow by a tenth, so that medians and percentiles of any
/// period can be added up. What it says of a span is right to 5 %; below a second it says half a second.
package struct SpanHistogram: Hashable, Sendable {
  /// By class, as long as is needed.
  private var counts: [Int] = []

  private static let growth = 1.1
  /// The last class takes all that is longer, from about a thousand years on.
  private static let lastClass = 255

  package init() {}

  package var isEmpty: Bool { !counts.contains { $0 != 0 } }

  /// - Parameter times: negative to take it out again.
  mutating func add(_ span: Duration, times: Int = 1) { add(to: Self.index(of: span), times) }

  mutating func add(_ other: SpanHistogram) {
    for (index, count) in other.counts.enumerated() where count != 0 { add(to: index, count) }
  }

  /// The span that the given share of all spans does not exceed; nil where there are none.
  ///
  /// - Parameter share: 0.5 for the median.
  package func percentile(_ share: Double) -> Duration? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    let rank = max(1, Int((share * Double(total)).rounded(.up)))
    var below = 0
    for (index, count) in counts.enumerated() {
      below += count
      if below >= rank { return Self.span(of: index) }
    }
    return nil
  }

  private mutating func add(to index: Int, _ times: Int) {
    if index >= counts.count { counts += Array(repeating: 0, count: index + 1 - counts.count) }
    counts[index] += times
    while counts.last == 0 { counts.removeLast() }
  }

  private static func index(of span: Duration) -> Int {
    let seconds = Double(span.wholeMilliseconds) / 1000
    guard seconds >= 1 else { return 0 }
    return min(lastClass, 1 + Int(log(seconds) / log(growth)))
  }

  /// The geometric middle of a class, so that its ends are equally far.
  private static func span(of index: Int) -> Duration {
    index == 0 ? .milliseconds(500) : .milliseconds(Int64(1000 * pow(growth, Double(index) - 0.5)))
  }
}

// MARK: As it is stored

extension SpanHistogram {
  /// For each class that occurs: its number in one byte, and how often in groups of seven bits, the lowest first.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (index, count) in counts.enumerated() where count > 0 {
      bytes.append(UInt8(index))
      var rest = UInt(count)
      while rest >= 0x80 {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    return bytes
  }

  /// Adds what was stored.
  mutating func add(bytes: [UInt8]) {
    var position = 0
    while position < bytes.count {
      let index = Int(bytes[position])
      var (count, shift) = (0, 0)
      position += 1
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        count |= Int(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 || shift > 56 { break }
      }
      if count > 0 { add(to: index, count) }
    }
  }
}
