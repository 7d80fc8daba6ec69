/// One statement, which nearly always reads the same for both engines.
package struct SQL: ExpressibleByStringLiteral, Hashable, Sendable {
  package let sqlite: String
  package let postgres: String

  /// A statement that the engines do not spell alike.
  package init(sqlite: String, postgres: String) {
    self.sqlite = sqlite
    self.postgres = postgres
  }

  package init(stringLiteral text: String) {
    self.init(sqlite: text, postgres: text)
  }

  package func text(for engine: Engine) -> String {
    switch engine {
    case .sqlite: sqlite
    case .postgres: postgres
    }
  }
}

extension SQL {
  /// Creates a table that is only appended to, with an ever-increasing `position` as its first column. See ``Feed``.
  ///
  /// - Parameter columns: the other columns and the constraints, as they stand between the parentheses.
  package static func createFeed(_ table: String, _ columns: String) -> SQL {
    SQL(
      sqlite: "CREATE TABLE \(table) (position INTEGER PRIMARY KEY AUTOINCREMENT, \(columns))",
      postgres: "CREATE TABLE \(table) (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \(columns))")
  }
}
