/// Reads `application/x-www-form-urlencoded` text, which is also how queries are written
/// (https://url.spec.whatwg.org/#urlencoded-parsing).
enum FormFields {
  /// The names and values in their order.
  ///
  /// - Throws: ``WebError`` where an escape is broken or what it stands for is no UTF-8.
  static func parse(_ text: some StringProtocol) throws(WebError) -> [(String, String)] {
    var fields: [(String, String)] = []
    for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
      let name = pair.prefix { $0 != UInt8(ascii: "=") }
      fields.append((try decode(name), try decode(pair.dropFirst(name.count + 1))))
    }
    return fields
  }

  private static func decode(_ text: some Collection<UInt8>) throws(WebError) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var iterator = text.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = iterator.next()?.hexValue, let low = iterator.next()?.hexValue else { throw broken }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else { throw broken }
    return decoded
  }

  private static let broken = WebError(.badRequest, "malformed_form")

  /// The text as a name or a value of a query.
  static func encode(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        encoded += byte < 16 ? "%0" : "%"
        encoded += String(byte, radix: 16, uppercase: true)
      }
    }
    return encoded
  }
}

extension UInt8 {
  /// What it stands for as a hexadecimal digit.
  fileprivate var hexValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
