/// The names of a result's columns, shared by all its rows.
package final class SQLColumns: Sendable {
  package let names: [String]
  private let positions: [String: Int]

  package init(_ names: [String]) {
    self.names = names
    self.positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func position(of name: String) -> Int? { positions[name] }
}

/// One row of a result. A getter throws where the column is missing or holds another kind of value, so that a wrong
/// query is noticed at its first use.
package struct SQLRow: Sendable {
  package let columns: SQLColumns
  package let values: [SQLValue]

  package init(columns: SQLColumns, values: [SQLValue]) {
    self.columns = columns
    self.values = values
  }

  package func text(_ column: String) throws(SQLRowError) -> String {
    guard let value = try optionalText(column) else { throw .mismatch(column) }
    return value
  }

  package func optionalText(_ column: String) throws(SQLRowError) -> String? {
    switch try value(column) {
    case .null: nil
    case .text(let text): text
    default: throw .mismatch(column)
    }
  }

  package func integer(_ column: String) throws(SQLRowError) -> Int64 {
    guard let value = try optionalInteger(column) else { throw .mismatch(column) }
    return value
  }

  package func optionalInteger(_ column: String) throws(SQLRowError) -> Int64? {
    switch try value(column) {
    case .null: nil
    case .integer(let integer): integer
    default: throw .mismatch(column)
    }
  }

  package func value(_ column: String) throws(SQLRowError) -> SQLValue {
    guard let position = columns.position(of: column) else { throw .missing(column) }
    return values[position]
  }
}

/// A query and the code that reads it do not agree.
package enum SQLRowError: Error, Equatable {
  case missing(_ column: String)
  case mismatch(_ column: String)
}
