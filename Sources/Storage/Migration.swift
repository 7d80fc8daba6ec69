/// One step of the schema, with one intent. Migrations are only ever appended.
package struct Migration: Sendable {
  package let name: String
  package let statements: [SQL]

  package init(_ name: String, _ statements: [SQL]) {
    self.name = name
    self.statements = statements
  }
}

/// Why a schema was left as it is.
package enum MigrationError: Error, Equatable {
  /// The database was migrated by a newer program, of whose steps this one knows nothing.
  case unknownMigrations([String])
  /// Two steps have the same name.
  case repeatedName(String)
}
