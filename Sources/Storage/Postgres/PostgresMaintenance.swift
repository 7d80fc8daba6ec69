import CPostgres

/// Statements that PostgreSQL runs outside transactions only, such as CREATE DATABASE.
package enum PostgresMaintenance {
  /// Runs one statement on a connection of its own.
  ///
  /// - Throws: ``DatabaseLocationError`` or ``DatabaseError``.
  package static func execute(_ statement: String, on url: String) async throws {
    let address = try PostgresAddress(url)
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      WorkerThreads().start("postgres-admin") {
        continuation.resume(with: Result { try execute(statement, on: address) })
      }
    }
  }

  private static func execute(_ statement: String, on address: PostgresAddress) throws(DatabaseError) {
    do {
      let handle = try address.connect()
      defer { PQfinish(handle) }
      try PostgresResult.check(PQexec(handle, "SET statement_timeout = 0"), on: handle)
      try PostgresResult.check(PQexec(handle, statement), on: handle)
    } catch {
      throw error.databaseError
    }
  }
}
