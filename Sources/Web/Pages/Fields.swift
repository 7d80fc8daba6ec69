import Mustache

/// Values of a template by name. A type of its own, because looking members up by reflection takes five times as long.
///
/// What is absent is `false`, never left out: a template would then find the name further out.
struct Fields: Sendable, MustacheParent, ExpressibleByDictionaryLiteral {
  private var values: [String: any Sendable]

  init(dictionaryLiteral elements: (String, any Sendable)...) {
    values = Dictionary(elements, uniquingKeysWith: { _, last in last })
  }

  func child(named name: String) -> Any? { values[name] }

  subscript(name: String) -> (any Sendable)? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// These values and those of `other`, which win.
  func merging(_ other: Fields) -> Fields {
    var merged = self
    merged.values.merge(other.values) { _, new in new }
    return merged
  }
}

extension Fields {
  /// The value, or `false` for none.
  static func optional(_ text: String?) -> any Sendable { text.map { $0 as any Sendable } ?? false }
  static func optional(_ fields: Fields?) -> any Sendable { fields.map { $0 as any Sendable } ?? false }
}
