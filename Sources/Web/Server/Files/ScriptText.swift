/// Scripts as browsers need them.
enum ScriptText {
  /// The script without the lines that hold nothing but a comment: they are a fifth of what would be sent.
  static func withoutComments(_ text: String) -> String {
    var isInside = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      let content = line.drop { $0 == " " || $0 == "\t" }
      if isInside {
        isInside = !content.contains("*/")
        return false
      }
      guard content.hasPrefix("/*") else { return !content.hasPrefix("//") }
      isInside = !content.contains("*/")
      return !isInside && !content.hasSuffix("*/")
    }
    return lines.joined(separator: "\n")
  }
}
