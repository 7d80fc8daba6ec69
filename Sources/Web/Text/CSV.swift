/// Lines of comma-separated values (https://www.rfc-editor.org/rfc/rfc4180).
enum CSV {
  static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// The cell, quoted where it must be. What a spreadsheet would run as a formula gets an apostrophe in front
  /// (https://owasp.org/www-community/attacks/CSV_Injection).
  static func cell(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
