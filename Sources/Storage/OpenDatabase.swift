package import Logging

/// Opens the store that `location` names: `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
///
/// A missing SQLite file is created. The schema is not touched; see ``Database/migrate(_:)``.
///
/// - Throws: ``DatabaseLocationError``, or ``DatabaseError`` where the store cannot be reached.
package func openDatabase(_ location: String, logger: Logger) async throws -> any Database {
  guard let colon = location.firstIndex(of: ":") else { throw DatabaseLocationError.unknownKind }
  switch location[..<colon] {
  case "sqlite":
    let path = String(location[location.index(after: colon)...])
    guard !path.isEmpty else { throw DatabaseLocationError.missingPath }
    return try SQLiteDatabase(path: path, logger: logger)
  case "postgres", "postgresql":
    return try await PostgresDatabase.open(location, logger: logger)
  default:
    throw DatabaseLocationError.unknownKind
  }
}

/// A location that names no store. What was given is not repeated, for it may hold a password.
package enum DatabaseLocationError: Error, Equatable, CustomStringConvertible {
  case unknownKind
  case missingPath
  case malformedURL

  package var description: String {
    switch self {
    case .unknownKind:
      "The database is given as sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME."
    case .missingPath:
      "A path must follow sqlite:, as in sqlite:answerback.db."
    case .malformedURL:
      """
      The PostgreSQL URL cannot be read. It has the form postgres://USER:PASSWORD@HOST:PORT/NAME, with special \
      characters in its parts percent-encoded.
      """
    }
  }
}
