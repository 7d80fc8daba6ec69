import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Recovery

/// The fields of a body, alike for forms and for JSON objects.
struct Input: Sendable {
  /// The largest body of a form or of JSON, in bytes.
  static let limit = 64 * 1024

  /// Whether it came from a form, where an absent field can mean an unticked box.
  let isForm: Bool
  private let values: [String: JSONValue]
  /// What a form sent more than once, such as ticked boxes of one name.
  private let repeated: [String: [String]]

  init(form values: [(String, String)]) {
    isForm = true
    self.values = Dictionary(values.map { ($0, .string($1)) }, uniquingKeysWith: { _, last in last })
    repeated = Dictionary(grouping: values, by: \.0).mapValues { $0.map(\.1) }
  }

  init(json values: [String: JSONValue]) {
    isForm = false
    self.values = values
    repeated = [:]
  }

  /// Whether the field was sent at all.
  func has(_ field: String) -> Bool { values[field] != nil }

  subscript(field: String) -> JSONValue? { values[field] }

  /// The field's text, or nil where it is absent or null. Forms and some programs end lines with two characters; it is one
  /// that is stored and counted.
  ///
  /// - Throws: ``WebError`` where it is no text, too long, or not text at all (a zero byte).
  func text(_ field: String, limit: Int) throws(WebError) -> String? {
    switch values[field] {
    case nil, .null: return nil
    case .string(let sent):
      let text = sent.replacing("\r\n", with: "\n")
      guard text.length <= limit else { throw .invalid(field, "Too long: at most \(limit) characters.") }
      guard !text.utf8.contains(0) else { throw .invalid(field, "Contains a zero character.") }
      return text
    default: throw .invalid(field, "Must be text.")
    }
  }

  /// The field's text without what is white around it, or nil where nothing is left.
  func someText(_ field: String, limit: Int) throws(WebError) -> String? {
    let text = try text(field, limit: limit)?.trimmingCharacters(in: .whitespacesAndNewlines)
    return text?.isEmpty == false ? text : nil
  }

  func requiredText(_ field: String, limit: Int) throws(WebError) -> String {
    guard let text = try text(field, limit: limit), !text.isEmpty else { throw .invalid(field, "Is missing.") }
    return text
  }

  /// A whole number, also as text, which is how forms send it; nil where it is absent or empty.
  func integer(_ field: String) throws(WebError) -> Int64? {
    switch values[field] {
    case nil, .null, .string(""): return nil
    case .integer(let number): return number
    case .string(let text):
      guard let number = Int64(text) else { throw .invalid(field, "Must be a whole number.") }
      return number
    default: throw .invalid(field, "Must be a whole number.")
    }
  }

  /// A list of texts: in a form the field as often as it was sent.
  func texts(_ field: String, limit: Int) throws(WebError) -> [String] {
    let sent = repeated[field].map { JSONValue.array($0.map(JSONValue.string)) } ?? values[field]
    guard case .array(let items)? = sent, items.count <= limit else { throw .invalid(field) }
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = item, text.length <= 200, !text.utf8.contains(0) else { throw .invalid(field) }
      texts.append(text)
    }
    return texts
  }
}

extension Request {
  /// The body's fields. An empty body has none.
  ///
  /// - Throws: ``WebError``: 413 where it is too large, 400 where it cannot be read, 415 for any other type.
  func input(_ context: WebContext) async throws -> Input {
    if let input = context.input { return input }
    let body = try await body.collect(upTo: Input.limit)
    guard body.readableBytes > 0 else { return Input(json: [:]) }
    switch mediaType {
    case "application/x-www-form-urlencoded":
      return Input(form: try FormFields.parse(String(buffer: body)))
    case "application/json", nil:
      guard let value = JSONValue(text: Data(body.readableBytesView)) else { throw WebError.malformedJSON }
      guard case .object(let members) = value else { throw WebError(.badRequest, "invalid") }
      return Input(json: members)
    default: throw WebError(.unsupportedMediaType, "unsupported_media_type")
    }
  }

  /// The body's type without parameters, in lower case.
  var mediaType: String? {
    headers[.contentType].map { String($0.prefix { $0 != ";" }).trimmingCharacters(in: .whitespaces).lowercased() }
  }
}
