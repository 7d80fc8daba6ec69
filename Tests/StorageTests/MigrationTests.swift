import Storage
import TestSupport
import Testing

@Suite struct MigrationTests {
  private static let people = Migration(
    "people", ["CREATE TABLE people (id text NOT NULL PRIMARY KEY)", "INSERT INTO people (id) VALUES ('Олена')"])

  @Test(arguments: Engine.available)
  func `Two programs that migrate at once run each step once`(engine: Engine) async throws {
    try await withDatabaseLocation(engine) { location in
      try await withOpenDatabase(location) { one in
        try await withOpenDatabase(location) { other in
          async let first: Void = one.migrate([Self.people])
          async let second: Void = other.migrate([Self.people])
          _ = try await (first, second)
          #expect(try await one.integer("SELECT count(*) AS value FROM people") == 1)
        }
      }
    }
  }

  @Test(arguments: Engine.available)
  func `New steps are added to those which were applied`(engine: Engine) async throws {
    try await withDatabase(engine, migrations: [Self.people]) { database in
      let names = Migration("names", ["ALTER TABLE people ADD COLUMN name text"])
      try await database.migrate([Self.people, names])
      #expect(try await database.integer("SELECT count(name) AS value FROM people") == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `A step that fails leaves nothing, and the earlier ones stay`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      let broken = Migration("broken", ["CREATE TABLE pets (id text)", "INSERT INTO nowhere (id) VALUES (1)"])
      await #expect(throws: DatabaseError.self) { try await database.migrate([Self.people, broken]) }
      await #expect(throws: DatabaseError.self) { try await database.integer("SELECT count(*) AS value FROM pets") }
      let applied = try await database.integer("SELECT count(*) AS value FROM schema_migrations")
      #expect(applied == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `A database of a newer program is refused`(engine: Engine) async throws {
    try await withDatabase(engine, migrations: [Self.people]) { database in
      await #expect(throws: MigrationError.unknownMigrations(["people"])) { try await database.migrate([]) }
    }
  }

  @Test(arguments: Engine.available)
  func `Two steps of the same name are refused`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      await #expect(throws: MigrationError.repeatedName("people")) {
        try await database.migrate([Self.people, Self.people])
      }
    }
  }
}
