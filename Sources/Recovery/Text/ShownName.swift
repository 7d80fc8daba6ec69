/// Names that people give themselves, as they may stand beside others.
package enum ShownName {
  /// Marks on one letter: Hebrew and Tibetan need this many. Hundreds of them would paint over the rows above and below.
  private static let mostMarks = 4

  /// Without what steers the direction of the text around it, without line breaks, without heaps of marks, and cut to
  /// `limit`.
  ///
  /// - Returns: an empty text where nothing of it can be seen.
  package static func clean(_ name: String, atMost limit: Int = .max) -> String {
    var shown = String.UnicodeScalarView()
    var marks = 0
    for scalar in name.unicodeScalars where !scalar.properties.isBidiControl {
      if scalar.isMark {
        marks += 1
      } else if !scalar.properties.isDefaultIgnorableCodePoint {
        marks = 0
      }
      guard marks <= mostMarks else { continue }
      if !scalar.isControl {
        shown.append(scalar)
      } else if scalar.properties.isWhitespace {
        shown.append(" ")
      }
    }
    let clean = StorableText.clean(String(shown).trimmed, atMost: limit)
    return isVisible(clean) ? clean : ""
  }

  /// Whether anything of it can be seen.
  package static func isVisible(_ name: String) -> Bool { name.unicodeScalars.contains(where: \.isVisible) }
}

extension Unicode.Scalar {
  /// Control characters, among them line breaks, and the two that Unicode has for lines and paragraphs alone.
  fileprivate var isControl: Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
  }

  fileprivate var isMark: Bool { [.nonspacingMark, .enclosingMark].contains(properties.generalCategory) }

  fileprivate var isVisible: Bool {
    // The Braille pattern of no dot counts as a symbol.
    guard !properties.isWhitespace, !properties.isDefaultIgnorableCodePoint, self != "\u{2800}" else { return false }
    return ![.control, .format, .surrogate].contains(properties.generalCategory)
  }
}
