import Foundation

extension Database {
  /// Applies those of `migrations` that are not applied yet, each in a transaction with its record.
  ///
  /// Several programs may do this at once: every step runs once.
  ///
  /// - Throws: ``MigrationError``, or ``DatabaseError`` of a failed step, of which nothing stays.
  package func migrate(_ migrations: [Migration]) async throws {
    let names = try distinctNames(of: migrations)
    let engine = engine
    try await write { connection in
      try prepareForMigration(connection)
      let unknown = try appliedMigrations(connection).subtracting(names)
      guard unknown.isEmpty else { throw MigrationError.unknownMigrations(unknown.sorted()) }
    }
    for migration in migrations {
      try await write { try apply(migration, on: engine, $0) }
    }
  }
}

/// An engine on which several programs could migrate at the same time.
protocol MigrationLocking {
  /// Waits until no other program migrates, and lifts the limits of time for this transaction.
  func lockForMigration() throws
}

private func distinctNames(of migrations: [Migration]) throws -> Set<String> {
  var names: Set<String> = []
  for migration in migrations {
    guard names.insert(migration.name).inserted else { throw MigrationError.repeatedName(migration.name) }
  }
  return names
}

private func apply(_ migration: Migration, on engine: Engine, _ connection: any SQLConnection) throws {
  try prepareForMigration(connection)
  guard try !appliedMigrations(connection).contains(migration.name) else { return }
  for statement in migration.statements {
    try connection.execute(statement.text(for: engine))
  }
  let now = Int64(Date().timeIntervalSince1970 * 1000)
  try connection.execute(
    "INSERT INTO schema_migrations (name, applied_at) VALUES ($1, $2)", [.text(migration.name), .integer(now)])
}

private func prepareForMigration(_ connection: any SQLConnection) throws {
  try (connection as? any MigrationLocking)?.lockForMigration()
  try connection.execute(
    "CREATE TABLE IF NOT EXISTS schema_migrations (name text NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)")
}

private func appliedMigrations(_ connection: any SQLConnection) throws -> Set<String> {
  Set(try connection.rows("SELECT name FROM schema_migrations").map { try $0.text("name") })
}
