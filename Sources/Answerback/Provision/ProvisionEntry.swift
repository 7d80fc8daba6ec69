import Foundation
import Recovery
import Yams

/// One mapping of the file, with its place in it for messages.
struct ProvisionEntry {
  let path: String
  private let node: Node

  init(_ node: Node, at path: String) {
    self.node = node
    self.path = path
  }

  /// Refuses keys that would silently do nothing.
  func allow(_ keys: [String]) throws {
    for (key, _) in try mapping() {
      let name = key.string ?? ""
      guard keys.contains(name) else {
        throw InvalidInput(field: place(name), message: "Not known here; known are \(keys.joined(separator: ", ")).")
      }
    }
  }

  func text(_ key: String) throws -> String {
    guard let text = try optionalText(key), !text.isEmpty else {
      throw InvalidInput(field: place(key), message: "This is missing.")
    }
    return text
  }

  func optionalText(_ key: String) throws -> String? {
    guard let value = try mapping()[key] else { return nil }
    guard let text = value.string else { throw InvalidInput(field: place(key), message: "This is not a text.") }
    return text
  }

  /// A name that can stand in an address.
  func name(_ key: String) throws -> String {
    let name = try text(key)
    let isPlain = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard isPlain, name.utf8.count <= 64 else {
      throw InvalidInput(field: place(key), message: "At most 64 Latin letters, digits, - and _.")
    }
    return name
  }

  func texts(_ key: String) throws -> [String] { try optionalTexts(key) ?? [] }

  /// A list of texts, or one text.
  func optionalTexts(_ key: String) throws -> [String]? {
    guard let value = try mapping()[key] else { return nil }
    guard let list = value.sequence else { return [try text(key)] }
    return try list.map { item in
      guard let text = item.string else { throw InvalidInput(field: place(key), message: "This is no list of texts.") }
      return text
    }
  }

  func entry(_ key: String) throws -> ProvisionEntry? {
    try mapping()[key].map { ProvisionEntry($0, at: place(key)) }
  }

  func entries(_ key: String) throws -> [ProvisionEntry] {
    guard let value = try mapping()[key] else { return [] }
    guard let list = value.sequence else { throw InvalidInput(field: place(key), message: "This is not a list.") }
    return list.enumerated().map { ProvisionEntry($1, at: "\(place(key))[\($0)]") }
  }

  func mapValues<Value>(_ transform: (Node) -> Value?) throws -> [String: Value] {
    var values: [String: Value] = [:]
    for (key, value) in try mapping() {
      let name = key.string ?? ""
      guard let transformed = transform(value) else {
        throw InvalidInput(field: place(name), message: "This value is not understood.")
      }
      values[name] = transformed
    }
    return values
  }

  /// - Parameter default: nil where the choice must be made.
  func choice<Choice>(_ key: String, default standard: Choice?) throws -> Choice
  where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    if let standard, try optionalText(key) == nil { return standard }
    guard let choice = Choice(rawValue: try text(key)) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw InvalidInput(field: place(key), message: "One of \(known).")
    }
    return choice
  }

  func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func mapping() throws -> Node.Mapping {
    guard let mapping = node.mapping else { throw InvalidInput(field: path, message: "This is not a mapping.") }
    return mapping
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }
}
