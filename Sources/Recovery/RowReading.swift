import Storage

extension SQLRow {
  func time(_ column: String) throws -> Timestamp { Timestamp(milliseconds: try integer(column)) }

  func optionalTime(_ column: String) throws -> Timestamp? {
    try optionalInteger(column).map(Timestamp.init(milliseconds:))
  }

  /// Reads `NAME_id` and `NAME_name`.
  func reference(_ name: String) throws -> Reference? {
    guard let id = try optionalText("\(name)_id") else { return nil }
    return Reference(id: id, name: try optionalText("\(name)_name") ?? "")
  }

  func choice<Choice: RawRepresentable>(_ column: String, as _: Choice.Type) throws -> Choice
  where Choice.RawValue == String {
    guard let choice = Choice(rawValue: try text(column)) else { throw SQLRowError.mismatch(column) }
    return choice
  }
}

extension SQLValue {
  static func time(_ moment: Timestamp) -> SQLValue { .integer(moment.milliseconds) }

  static func time(_ moment: Timestamp?) -> SQLValue { .optional(moment?.milliseconds) }
}

/// Collects the arguments of a statement that is put together from parts.
struct SQLArguments {
  private(set) var values: [SQLValue] = []

  /// The parameter that stands for `value`.
  mutating func add(_ value: SQLValue) -> String {
    values.append(value)
    return "$\(values.count)"
  }

  /// A list for `IN (…)`.
  mutating func list(_ texts: some Sequence<String>) -> String {
    texts.map { add(.text($0)) }.joined(separator: ", ")
  }
}
