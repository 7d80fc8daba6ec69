import Storage
import TestSupport
import Testing

@Suite struct StatementTests {
  private static let large = String(repeating: "Олена чекає 🙂 ", count: 20_000)

  @Test(arguments: Engine.available)
  func `Every kind of value comes back as it went in`(engine: Engine) async throws {
    let values: [SQLValue] = [
      .null, .integer(.min), .integer(.max), .integer(0), .real(0.1), .real(-1e300), "", "Олена Коваль", "👩‍👩‍👧 o'\"\\x $1",
      .text(Self.large), .blob([]), .blob(Array(0...255)),
    ]
    try await withDatabase(engine, migrations: [Self.kinds]) { database in
      for value in values {
        let column = Self.column(for: value)
        let back = try await database.write { connection in
          try connection.row("INSERT INTO kinds (\(column)) VALUES ($1) RETURNING \(column) AS value", [value])
        }
        #expect(try back?.value("value") == value)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `Sums are integers, divisions of integers too, and conditions are 1 or 0`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      let row = try await database.read { connection in
        try connection.row(
          """
          SELECT count(*) AS count, sum(number) AS sum, sum(number) / 2 AS half, avg(number * 1.0) AS average,
            sum(number) > 2 AS condition
          FROM (SELECT 1 AS number UNION ALL SELECT 2) AS numbers
          """)
      }
      let found = try #require(row)
      #expect(try found.integer("count") == 2)
      #expect(try found.integer("sum") == 3)
      #expect(try found.integer("half") == 1)
      #expect(try found.value("average") == .real(1.5))
      #expect(try found.integer("condition") == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `Parameters may appear in any order and repeatedly`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      let row = try await database.read { connection in
        try connection.row(
          "SELECT cast($3 AS text) AS c, cast($1 AS text) AS a, cast($2 AS text) AS b, cast($1 AS text) AS again",
          ["first", "second", "third"])
      }
      #expect(row?.values == ["third", "first", "second", "first"])
    }
  }

  @Test(arguments: Engine.available)
  func `Ten and more parameters keep their numbers`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      let arguments = (1...12).map { SQLValue.integer($0) }
      let list = (1...12).reversed().map { "cast($\($0) AS bigint) AS c\($0)" }.joined(separator: ", ")
      let row = try await database.read { try $0.row("SELECT \(list)", arguments) }
      #expect(row?.values == arguments.reversed())
    }
  }

  @Test(arguments: Engine.available)
  func `A missing value is told apart by a cast`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      let sql = "SELECT CASE WHEN cast($1 AS text) IS NULL THEN 'all' ELSE cast($1 AS text) END AS value"
      let rows = try await database.read { connection in
        [try connection.row(sql, [nil]), try connection.row(sql, ["some"])]
      }
      #expect(rows.map { $0?.values } == [["all"], ["some"]])
    }
  }

  @Test(arguments: Engine.available)
  func `The number of arguments must be that of the parameters`(engine: Engine) async throws {
    try await withDatabase(engine) { database in
      for arguments: [SQLValue] in [[], ["a", "b"]] {
        let error = await #expect(throws: DatabaseError.self) {
          try await database.read { try $0.row("SELECT cast($1 AS text) AS value", arguments) }
        }
        #expect(error?.isStatement == true)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `A text with a NUL character is refused and harms nothing`(engine: Engine) async throws {
    try await withThings(engine, []) { database in
      await #expect(throws: DatabaseError.self) {
        try await database.write { try $0.execute("INSERT INTO things (id) VALUES ($1)", ["a\0b"]) }
      }
      let count = try await database.countThings()
      #expect(count == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `A statement tells how many rows it changed`(engine: Engine) async throws {
    try await withThings(engine, ["a", "b", "c"]) { database in
      let counts = try await database.write { connection in
        [
          try connection.execute("UPDATE things SET count = count + 1 WHERE id <> $1", ["a"]),
          try connection.execute("CREATE TABLE others (id text)"),
          try connection.execute("DELETE FROM things WHERE id = $1", ["missing"]),
          try connection.execute("DELETE FROM things"),
          try connection.execute("SELECT 1 AS value"),
        ]
      }
      #expect(counts == [2, 0, 0, 3, 0])
    }
  }

  @Test(arguments: Engine.available)
  func `An insert that conflicts does nothing and returns no row`(engine: Engine) async throws {
    try await withThings(engine, []) { database in
      let sql = "INSERT INTO things (id) VALUES ($1) ON CONFLICT (id) DO NOTHING RETURNING id"
      let rows = try await database.write { connection in
        [try connection.rows(sql, ["a"]).count, try connection.rows(sql, ["a"]).count]
      }
      #expect(rows == [1, 0])
    }
  }

  private static let kinds = Migration(
    "kinds",
    [
      SQL(
        sqlite: "CREATE TABLE kinds (whole bigint, fraction double precision, words text, bytes blob)",
        postgres: "CREATE TABLE kinds (whole bigint, fraction double precision, words text, bytes bytea)")
    ])

  private static func column(for value: SQLValue) -> String {
    switch value {
    case .null, .text: "words"
    case .integer: "whole"
    case .real: "fraction"
    case .blob: "bytes"
    }
  }
}

extension DatabaseError {
  var isStatement: Bool {
    if case .statement = self { true } else { false }
  }
}
