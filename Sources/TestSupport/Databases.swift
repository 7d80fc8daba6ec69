import Foundation
import Logging
package import Storage

extension Engine {
  /// The engines to test on: those which `ANSWERBACK_TEST_ENGINES` lists (`sqlite,postgres`), or else all that there are.
  package static let available: [Engine] = {
    guard let list = ProcessInfo.processInfo.environment["ANSWERBACK_TEST_ENGINES"] else {
      return postgresServer == nil ? [.sqlite] : [.sqlite, .postgres]
    }
    return list.split(separator: ",").map { name in
      guard let engine = Engine(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
        fatalError("ANSWERBACK_TEST_ENGINES names an unknown engine: \(name)")
      }
      return engine
    }
  }()

  /// A URL of the server's maintenance database.
  fileprivate static let postgresServer = ProcessInfo.processInfo.environment["ANSWERBACK_TEST_POSTGRES"]
}

/// What is amiss with the tests' surroundings.
package enum TestDatabaseError: Error {
  /// PostgreSQL is asked for and `ANSWERBACK_TEST_POSTGRES` names no server. `bin/postgres-for-tests` starts one.
  case noPostgresServer
}

/// Runs `body` with a fresh database, which is removed afterwards.
package func withDatabase(
  _ engine: Engine, migrations: [Migration] = [], _ body: (any Database) async throws -> Void
) async throws {
  try await withDatabaseLocation(engine, migrations: migrations) { location in
    try await withOpenDatabase(location, body)
  }
}

/// Runs `body` with the location of a fresh database, which several instances may open. It is removed afterwards.
package func withDatabaseLocation(
  _ engine: Engine, migrations: [Migration] = [], _ body: (String) async throws -> Void
) async throws {
  switch engine {
  case .sqlite: try await withSQLiteFile(migrations, body)
  case .postgres: try await withPostgresDatabase(migrations, body)
  }
}

/// Runs `body` with a store that is closed afterwards.
package func withOpenDatabase(
  _ location: String, _ body: (any Database) async throws -> Void
) async throws {
  let database = try await openDatabase(location, logger: Logger(label: "test"))
  do {
    try await body(database)
  } catch {
    await database.close()
    throw error
  }
  await database.close()
}

private func withSQLiteFile(_ migrations: [Migration], _ body: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "answerback-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let location = "sqlite:" + folder.appending(path: "test.db").path
  if !migrations.isEmpty { try await withOpenDatabase(location) { try await $0.migrate(migrations) } }
  try await body(location)
}

private func withPostgresDatabase(_ migrations: [Migration], _ body: (String) async throws -> Void) async throws {
  guard let server = Engine.postgresServer else { throw TestDatabaseError.noPostgresServer }
  await postgresPlaces.take()
  defer { postgresPlaces.giveBack() }
  let template = try await PostgresTemplates.shared.template(for: migrations, on: server)
  let name = PostgresTemplates.freshName()
  try await PostgresMaintenance.execute("CREATE DATABASE \(name) TEMPLATE \(template)", on: server)
  do {
    try await body(PostgresTemplates.location(of: name, on: server))
  } catch {
    try? await PostgresMaintenance.execute("DROP DATABASE \(name) WITH (FORCE)", on: server)
    throw error
  }
  try await PostgresMaintenance.execute("DROP DATABASE \(name) WITH (FORCE)", on: server)
}

/// Each open database takes nine or more connections of the two hundred that the server has.
private let postgresPlaces = Places(10)

/// Migrated databases to copy, because copying one is faster than migrating. They stay until the server is removed.
private actor PostgresTemplates {
  static let shared = PostgresTemplates()
  private var templates: [[SQL]: Task<String, any Error>] = [:]

  static func freshName() -> String {
    "answerback_" + UUID().uuidString.lowercased().filter { $0 != "-" }
  }

  static func location(of name: String, on server: String) -> String {
    var url = URLComponents(string: server)
    url?.path = "/" + name
    return url?.string ?? server
  }

  func template(for migrations: [Migration], on server: String) async throws -> String {
    guard !migrations.isEmpty else { return "template0" }
    let statements = migrations.flatMap(\.statements)
    if let known = templates[statements] { return try await known.value }
    let making = Task { try await Self.make(migrations, on: server) }
    templates[statements] = making
    return try await making.value
  }

  private static func make(_ migrations: [Migration], on server: String) async throws -> String {
    let name = freshName()
    try await PostgresMaintenance.execute("CREATE DATABASE \(name) TEMPLATE template0", on: server)
    try await withOpenDatabase(location(of: name, on: server)) { try await $0.migrate(migrations) }
    return name
  }
}
