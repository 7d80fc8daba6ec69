/// One step of the schema, with one intent. Migrations are only ever appended.
package struct Migration: Sendable {
  package let name: String
  package let statements: [String]

  /// - Parameter statements: the same text for both engines.
  package init(_ name: String, _ statements: [String]) {
    self.name = name
    self.statements = statements
  }
}
