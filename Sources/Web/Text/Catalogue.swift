import Foundation
import Logging
import Mustache

/// All texts of one language, by dotted keys such as `activity.accept`.
struct Catalogue: Sendable {
  let language: Language
  /// The texts by their whole keys.
  let texts: [String: String]
  /// The same as a tree, for templates: `{{t.activity.accept}}`.
  let tree: TextTree

  /// - Throws: where `json` is not an object of texts, or one key is the beginning of another.
  init(language: Language, json: Data) throws {
    self.language = language
    self.texts = try JSONDecoder().decode([String: String].self, from: json)
    self.tree = try TextTree(texts)
  }

  /// The text under `key`, with `{name}` replaced by the parameter of that name. A missing text shows as its key, which
  /// the tests look for.
  func text(_ key: String, _ parameters: [String: String] = [:]) -> String {
    guard var text = texts[key] else { return key }
    for (name, value) in parameters { text = text.replacingOccurrences(of: "{\(name)}", with: value) }
    return text
  }

  /// The plural form of the text under `key` for `count`, which is also its parameter `{count}`.
  func text(_ key: String, count: Int, _ parameters: [String: String] = [:]) -> String {
    text("\(key).\(language.pluralForm(of: count))", parameters.merging(["count": String(count)]) { first, _ in first })
  }

  /// The text under `key`, or nil where there is none.
  func text(ifAny key: String) -> String? { texts[key] }
}

/// Texts by the parts of their keys.
struct TextTree: Sendable, MustacheParent {
  private var children: [String: Node] = [:]

  private enum Node: Sendable {
    case text(String)
    case branch(TextTree)
  }

  /// Two keys that cannot stand in one tree.
  struct Collision: Error, Equatable {
    let key: String
  }

  init(_ texts: [String: String]) throws {
    for (key, text) in texts { try insert(text, under: key.split(separator: ".")[...], of: key) }
  }

  private init() {}

  func child(named name: String) -> Any? {
    switch children[name] {
    case .text(let text): text
    case .branch(let tree): tree
    case nil: nil
    }
  }

  private mutating func insert(_ text: String, under path: ArraySlice<Substring>, of key: String) throws {
    guard let first = path.first.map(String.init) else { throw Collision(key: key) }
    if path.count == 1 {
      guard children[first] == nil else { throw Collision(key: key) }
      children[first] = .text(text)
      return
    }
    var branch = TextTree()
    switch children[first] {
    case .text: throw Collision(key: key)
    case .branch(let existing): branch = existing
    case nil: break
    }
    try branch.insert(text, under: path.dropFirst(), of: key)
    children[first] = .branch(branch)
  }
}
