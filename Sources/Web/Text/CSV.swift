/// Lines of comma-separated values (https://www.rfc-editor.org/rfc/rfc4180).
enum CSV {
  static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// The cell, quoted where any spreadsheet would divide it: many, such as those set to Ukrainian, take `;` for the comma.
  static func cell(_ text: String) -> String {
    let safe = guarded(text)
    guard safe.unicodeScalars.contains(where: { $0 == "\"" || $0 == "," || dividers.contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }

  /// The text with an apostrophe before what a spreadsheet would run as a formula: at the beginning, and behind what
  /// begins a cell where the comma does not and our quotes stand in the middle of one
  /// (https://owasp.org/www-community/attacks/CSV_Injection).
  private static func guarded(_ text: String) -> String {
    var safe = String.UnicodeScalarView()
    var isBeginning = true
    for scalar in text.unicodeScalars {
      if isBeginning, signs.contains(scalar) { safe.append("'") }
      let isPassedOver = scalar == "\"" || scalar.properties.isWhitespace
      isBeginning = dividers.contains(scalar) || (isBeginning && isPassedOver)
      safe.append(scalar)
    }
    return String(safe)
  }

  /// What formulas begin with.
  private static let signs = Set("=+-@".unicodeScalars)
  /// What divides cells or lines beside the comma.
  private static let dividers = Set(";\t\r\n".unicodeScalars)
}
