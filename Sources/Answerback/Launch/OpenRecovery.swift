import Logging
import Recovery
import Storage

/// Opens the store, brings its schema up to date, runs `body` with the domain over it, and closes the store again.
func withRecovery<Value: Sendable>(
  _ settings: LaunchSettings, _ body: (Recovery) async throws -> Value
) async throws -> Value {
  let database = try await openDatabase(settings.database, logger: settings.logger)
  do {
    try await database.migrate(Recovery.migrations)
    let value = try await body(Recovery(database: database, logger: settings.logger))
    await database.close()
    return value
  } catch {
    await database.close()
    throw error
  }
}
