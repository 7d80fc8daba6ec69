import Recovery
import Storage
import TestSupport

/// Runs `body` with a fresh desk on a store of this engine.
func withDesk(
  on engine: Engine, withPasswords: Bool = false, _ body: (Desk) async throws -> Void
) async throws {
  try await withDatabase(engine, migrations: Recovery.migrations) { database in
    try await body(try await Desk(database, withPasswords: withPasswords))
  }
}
