import Foundation

/// Reads the bodies that HTML forms have, and that many clients of web interfaces send.
enum FormBody {
  /// `name=value&…`, as in a query or in `application/x-www-form-urlencoded`.
  static func urlEncoded(_ text: some StringProtocol) -> [String: JSON] {
    var fields: [String: JSON] = [:]
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      fields[decoded(halves[0])] = .string(halves.count == 2 ? decoded(halves[1]) : "")
    }
    return fields
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    let spaced = String(text).replacing("+", with: " ")
    return spaced.removingPercentEncoding ?? spaced
  }

  /// `multipart/form-data` (https://www.rfc-editor.org/rfc/rfc7578); files are read as text, or left out.
  static func multipart(_ body: Data, contentType: String) -> [String: JSON] {
    guard let boundary = parameter("boundary", of: contentType) else { return [:] }
    var fields: [String: JSON] = [:]
    for part in pieces(of: body, between: Data("--\(boundary)".utf8)) {
      guard let blank = part.range(of: Data("\r\n\r\n".utf8)) else { continue }
      let head = String(decoding: part[..<blank.lowerBound], as: UTF8.self)
      // What follows the value is the line end before the next boundary.
      let value = part[blank.upperBound...].dropLast(2)
      guard let name = parameter("name", of: head), let text = String(data: value, encoding: .utf8) else { continue }
      fields[name] = .string(text)
    }
    return fields
  }

  private static func pieces(of body: Data, between boundary: Data) -> [Data] {
    var pieces: [Data] = []
    var start: Data.Index?
    var rest = body.startIndex..<body.endIndex
    while let found = body.range(of: boundary, in: rest) {
      if let start { pieces.append(body[start..<found.lowerBound]) }
      start = found.upperBound
      rest = found.upperBound..<body.endIndex
    }
    return pieces
  }

  /// The value of `name=value` or `name="value"` after a semicolon.
  private static func parameter(_ name: String, of header: String) -> String? {
    for piece in header.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
      let halves = piece.split(separator: "=", maxSplits: 1)
      guard halves.count == 2, halves[0].trimmingCharacters(in: .whitespaces).lowercased() == name else { continue }
      return halves[1].trimmingCharacters(in: .init(charactersIn: "\" "))
    }
    return nil
  }
}
