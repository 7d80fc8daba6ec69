/// One value on its way to or from the database.
///
/// Only these five kinds exist on both engines. There is no boolean and no date: a flag is a nullable time, a time is
/// a number of milliseconds since 1970-01-01 UTC.
package enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

extension SQLValue {
  /// The text, or `null` where there is none.
  package static func optional(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }

  /// The number, or `null` where there is none.
  package static func optional(_ integer: Int64?) -> SQLValue { integer.map { .integer($0) } ?? .null }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(nilLiteral: ()) { self = .null }
}
