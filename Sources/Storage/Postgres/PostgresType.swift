import CPostgres

/// How a column's text is read. Numbers of types: `pg_type.dat` of PostgreSQL.
enum PostgresType {
  case integer
  case numeric
  case real
  case boolean
  case bytes
  case text

  init(oid: Oid) {
    switch oid {
    case 20, 21, 23, 26: self = .integer
    case 1700: self = .numeric
    case 700, 701: self = .real
    case 16: self = .boolean
    case 17: self = .bytes
    default: self = .text
    }
  }

  func value(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
    if self == .bytes { return .blob(Self.unescaped(bytes)) }
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .integer: return Int64(text).map { .integer($0) } ?? .text(text)
    case .numeric: return Int64(text).map { .integer($0) } ?? .real(Double(text) ?? .nan)
    case .real: return .real(Double(text) ?? .nan)
    case .boolean: return .integer(text == "t" ? 1 : 0)
    case .bytes, .text: return .text(text)
    }
  }

  /// Reads `\x` and two hexadecimal digits a byte.
  private static func unescaped(_ text: UnsafeRawBufferPointer) -> [UInt8] {
    stride(from: 2, to: text.count - 1, by: 2).map { digit(text[$0]) << 4 | digit(text[$0 + 1]) }
  }

  private static func digit(_ character: UInt8) -> UInt8 {
    character > UInt8(ascii: "9") ? character - UInt8(ascii: "a") + 10 : character - UInt8(ascii: "0")
  }
}
