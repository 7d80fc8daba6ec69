import NIOCore

/// Writes JSON text, member by member. What is written is always well-formed as long as values follow keys.
///
/// Written by hand because `JSONEncoder` takes half of a list request's time.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  /// The text so far as a buffer.
  var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

  mutating func object(_ members: (inout JSONWriter) -> Void) {
    open("{")
    members(&self)
    close("}")
  }

  mutating func array<Items: Sequence>(_ items: Items, _ element: (inout JSONWriter, Items.Element) -> Void) {
    open("[")
    for item in items { element(&self, item) }
    close("]")
  }

  /// The name of the member whose value is written next. It must need no escaping.
  mutating func key(_ name: StaticString) {
    separate()
    append(UInt8(ascii: "\""))
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    append(UInt8(ascii: "\""))
    append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func string(_ text: String) {
    separate()
    append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { escape($0) }
    append(UInt8(ascii: "\""))
    needsComma = true
  }

  mutating func integer(_ number: some BinaryInteger) { literal(String(number)) }
  mutating func bool(_ flag: Bool) { literal(flag ? "true" : "false") }
  mutating func null() { literal("null") }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    append(UInt8(ascii: bracket))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { append(UInt8(ascii: ",")) }
  }

  private mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Copies runs that need no escaping at once.
  private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for index in 0..<text.count where text[index] < 0x20 || text[index] == 0x22 || text[index] == 0x5C {
      bytes.append(contentsOf: text[start..<index])
      escape(text[index])
      start = index + 1
    }
    bytes.append(contentsOf: text[start...])
  }

  private mutating func escape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case 0x22, 0x5C: append(byte)
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0D: append(UInt8(ascii: "r"))
    case 0x09: append(UInt8(ascii: "t"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      for half in [byte >> 4, byte & 0xF] {
        append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
      }
    }
  }
}

extension JSONWriter {
  /// A member that is text, or null.
  mutating func member(_ name: StaticString, _ text: String?) {
    key(name)
    if let text { string(text) } else { null() }
  }

  mutating func member(_ name: StaticString, _ number: some BinaryInteger) {
    key(name)
    integer(number)
  }

  mutating func member(_ name: StaticString, _ flag: Bool) {
    key(name)
    bool(flag)
  }

  mutating func member(_ name: StaticString, object members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  mutating func member<Items: Sequence>(
    _ name: StaticString, array items: Items, _ element: (inout JSONWriter, Items.Element) -> Void
  ) {
    key(name)
    array(items, element)
  }
}
