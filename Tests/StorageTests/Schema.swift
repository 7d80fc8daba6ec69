import Storage
import TestSupport

/// What most tests need: things that can be claimed or leased, and records that refer to them.
let schema: [Migration] = [
  Migration(
    "things",
    [
      """
      CREATE TABLE things (
        id text NOT NULL PRIMARY KEY,
        owner text,
        locked_until bigint,
        count bigint NOT NULL DEFAULT 0 CONSTRAINT count_is_positive CHECK (count >= 0))
      """,
      """
      CREATE TABLE records (id text NOT NULL PRIMARY KEY, thing_id text NOT NULL REFERENCES things (id))
      """,
    ])
]

func withThings(_ engine: Engine, _ ids: [String], _ body: (any Database) async throws -> Void) async throws {
  try await withDatabase(engine, migrations: schema) { database in
    try await database.write { connection in
      for id in ids { try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text(id)]) }
    }
    try await body(database)
  }
}

extension Database {
  func integer(_ sql: String, _ arguments: [SQLValue] = []) async throws -> Int64? {
    try await read { try $0.row(sql, arguments)?.optionalInteger("value") }
  }

  func countThings() async throws -> Int64? {
    try await integer("SELECT count(*) AS value FROM things")
  }
}
