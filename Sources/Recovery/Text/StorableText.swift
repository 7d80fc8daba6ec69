/// Text from outside, as both engines can hold it.
enum StorableText {
  /// Without NUL, which PostgreSQL has no place for, and cut to `limit` of what ``Swift/String/length`` counts.
  static func clean(_ text: String, atMost limit: Int) -> String {
    // By scalars: a NUL that a mark follows is one character with it.
    let held = text.utf8.contains(0) ? String.filtered(text) { $0 != "\0" } : text
    guard limit != .max, held.utf8.count > limit else { return held }
    return String(held.unicodeScalars.prefix(limit))
  }
}

extension String {
  /// How long a text is, as limits count: in Unicode scalars. What readers see as one character may have any number of
  /// them, so that a limit on characters would limit nothing.
  package var length: Int { unicodeScalars.count }

  static func filtered(_ text: String, where isKept: (Unicode.Scalar) -> Bool) -> String {
    var kept = UnicodeScalarView()
    for scalar in text.unicodeScalars where isKept(scalar) { kept.append(scalar) }
    return String(kept)
  }
}
