/// Times as people write them: `60s`, `5m`, `2h` or `500ms`.
package enum DurationText {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
  ]
  private static let longest: Int64 = 604_800_000

  /// The time, of a millisecond to a week; nil where the text is none.
  package static func read(_ text: String) -> Duration? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    let unit = units.first { $0.name == text.dropFirst(digits.count) }
    guard let unit, let amount = Int64(digits), (1...longest / unit.milliseconds).contains(amount) else { return nil }
    return .milliseconds(amount * unit.milliseconds)
  }

  /// The shortest text that ``read(_:)`` reads back.
  package static func write(_ span: Duration) -> String {
    let span = span.wholeMilliseconds
    let unit = units.last { span % $0.milliseconds == 0 } ?? ("ms", 1)
    return "\(span / unit.milliseconds)\(unit.name)"
  }
}
