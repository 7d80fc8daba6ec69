/// Cuts the objects out of an array in JSON, byte for byte, so that what is stored is what was sent: decoding and encoding again
/// would change numbers and order.
enum JSONObjects {
  /// The objects in the array that is a member of the outermost object: the `result` of an answer of Telegram's.
  ///
  /// - Parameter text: JSON that was found to be well-formed.
  static func inArray(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    let elements = [UInt8(ascii: "{"), UInt8(ascii: "[")]
    var found: [ArraySlice<UInt8>] = []
    var open: [UInt8] = []
    var start = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\""):
        index = endOfString(in: text, from: index)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if open == elements { start = index }
        open.append(text[index])
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        let closed = open.popLast()
        if closed == UInt8(ascii: "{"), open == elements { found.append(text[start...index]) }
      default: break
      }
      index += 1
    }
    return found
  }

  /// The position of the closing quotation mark.
  private static func endOfString(in text: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < text.endIndex, text[index] != UInt8(ascii: "\"") {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index
  }
}
