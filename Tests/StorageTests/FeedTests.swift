import Storage
import TestSupport
import Testing

@Suite struct FeedTests {
  private static let schema = [Migration("events", [.createFeed("events", "name text NOT NULL")])]
  private static let feed = Feed(table: "events", columns: "name")

  @Test(arguments: Engine.available)
  func `A feed is read page after page`(engine: Engine) async throws {
    try await withDatabase(engine, migrations: Self.schema) { database in
      for name in ["a", "b", "c", "d", "e"] { try await database.write { try insert(name, $0) } }
      var reader = Reader(database)
      #expect(try await reader.names(limit: 2) == ["a", "b"])
      #expect(try await reader.names(limit: 2) == ["c", "d"])
      #expect(reader.hasMore)
      #expect(try await reader.names(limit: 2) == ["e"])
      #expect(!reader.hasMore)
      #expect(try await reader.names(limit: 2) == [])
    }
  }

  @Test(arguments: Engine.available)
  func `Reading from the end skips what was there`(engine: Engine) async throws {
    try await withDatabase(engine, migrations: Self.schema) { database in
      try await database.write { try insert("old", $0) }
      var reader = Reader(database)
      reader.cursor = try await database.read { try Self.feed.end($0, now: 0) }
      try await database.write { try insert("new", $0) }
      #expect(try await reader.names() == ["new"])
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `Commits out of order are neither skipped nor repeated`() async throws {
    try await withDatabase(.postgres, migrations: Self.schema) { database in
      let (inserted, goOn) = (Gate(), Gate())
      async let slow: Void = database.write { connection in
        try insert("slow", connection)
        inserted.open()
        goOn.wait()
      }
      await inserted.opened()
      try await database.write { try insert("fast", $0) }
      var reader = Reader(database)
      var joined = Reader(database)
      joined.cursor = try await database.read { try Self.feed.end($0, now: 0) }
      #expect(try await reader.names() == ["fast"])
      goOn.open()
      try await slow
      try await database.write { try insert("next", $0) }
      #expect(try await reader.names() == ["slow", "next"])
      #expect(try await reader.names() == [])
      #expect(try await joined.names() == ["slow", "next"])
      #expect(reader.cursor.gaps.isEmpty)
    }
  }

  @Test(arguments: Engine.available)
  func `Many writers at once, some of whom fail, are read completely and once`(engine: Engine) async throws {
    try await withDatabase(engine, migrations: Self.schema) { database in
      let written = Counter()
      let writing = Task {
        await withTaskGroup { group in
          for number in 0..<400 { group.addTask { await insertOrFail(number, database) } }
        }
        written.increment()
      }
      var reader = Reader(database)
      var names: [String] = []
      repeat { names += try await reader.names(limit: 7) } while written.value == 0
      await writing.value
      repeat { names += try await reader.names(limit: 7) } while reader.hasMore
      #expect(names.count == 360)
      #expect(Set(names).count == 360)
    }
  }

  private func insertOrFail(_ number: Int, _ database: any Database) async {
    _ = try? await database.write { connection in
      try insert("\(number)", connection)
      if number % 10 == 0 { try connection.execute("INSERT INTO nowhere (id) VALUES (1)") }
    }
  }
}

private func insert(_ name: String, _ connection: any SQLConnection) throws {
  try connection.execute("INSERT INTO events (name) VALUES ($1)", [.text(name)])
}

/// A cursor that goes on reading.
private struct Reader {
  let database: any Database
  var cursor = FeedCursor(after: 0)
  var hasMore = false

  init(_ database: any Database) {
    self.database = database
  }

  mutating func names(limit: Int = 100) async throws -> [String] {
    let (feed, cursor) = (Feed(table: "events", columns: "name"), cursor)
    let page = try await database.read { try feed.page($0, after: cursor, limit: limit, now: 0) }
    self.cursor = page.cursor
    hasMore = page.hasMore
    return try page.rows.map { try $0.text("name") }
  }
}
