/// Splits a text that is longer than a platform takes, where a reader would: after a paragraph, else a line, a sentence, a word.
///
/// White space at a place of splitting is dropped. A character is never cut in two, unless it is itself too long.
package enum TextParts {
  /// - Parameter limit: in UTF-16 units, as the platforms count.
  /// - Returns: no part where the text is blank.
  package static func split(_ text: String, limit: Int) -> [String] {
    var rest = text[...]
    var parts: [String] = []
    while exceeds(rest, limit) {
      let cut = cut(in: rest, limit: limit)
      parts.append(trimmed(rest[..<cut]))
      rest = rest[cut...]
    }
    // A text that fits is left as it was written.
    parts.append(parts.isEmpty ? String(rest) : trimmed(rest))
    return parts.filter { part in !part.allSatisfy(\.isWhitespace) }
  }

  /// The places for splitting, the worst first.
  private enum Place: CaseIterable {
    case word, sentence, line, paragraph
  }

  private static func exceeds(_ text: Substring, _ limit: Int) -> Bool {
    guard let end = text.utf16.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex) else { return false }
    return end < text.endIndex
  }

  /// Where the first part ends of a text that is longer than the limit: after the last of the best places in it.
  ///
  /// Places in the first half are passed over, so that no part is much shorter than it need be.
  private static func cut(in text: Substring, limit: Int) -> Substring.Index {
    var best: [Place: Substring.Index] = [:]
    var length = 0
    var index = text.startIndex
    var previous: Character?
    while index < text.endIndex {
      let character = text[index]
      length += character.utf16.count
      if length > limit { break }
      index = text.index(after: index)
      if length > limit / 2, let place = place(after: character, previous: previous) { best[place] = index }
      previous = character
    }
    if let place = Place.allCases.last(where: { best[$0] != nil }), let cut = best[place] { return cut }
    return index > text.startIndex ? index : scalarBoundary(in: text, limit: limit)
  }

  private static func place(after character: Character, previous: Character?) -> Place? {
    guard character.isWhitespace else { return nil }
    if character.isNewline { return previous?.isNewline == true ? .paragraph : .line }
    return previous.map { ".!?…".contains($0) } == true ? .sentence : .word
  }

  /// For a single character longer than the limit, such as one with thousands of combining marks.
  private static func scalarBoundary(in text: Substring, limit: Int) -> Substring.Index {
    var length = 0
    var index = text.startIndex
    while index < text.endIndex {
      length += text.unicodeScalars[index].utf16.count
      if length > limit, index > text.startIndex { break }
      index = text.unicodeScalars.index(after: index)
    }
    return index
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
