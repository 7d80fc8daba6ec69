import Storage
import TestSupport
import Testing

@Suite struct TransactionTests {
  private struct Refusal: Error {}

  @Test(arguments: Engine.available)
  func `What was written is read afterwards`(engine: Engine) async throws {
    try await withThings(engine, []) { database in
      for number in 1...50 {
        try await database.write { try $0.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(number)")]) }
        #expect(try await database.countThings() == Int64(number))
      }
    }
  }

  @Test(arguments: Engine.available)
  func `Nothing stays of a write whose closure throws`(engine: Engine) async throws {
    try await withThings(engine, []) { database in
      await #expect(throws: Refusal.self) {
        try await database.write { connection in
          try connection.execute("INSERT INTO things (id) VALUES ($1)", ["a"])
          throw Refusal()
        }
      }
      let count = try await database.countThings()
      #expect(count == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `A failed statement fails the write, even where the closure goes on`(engine: Engine) async throws {
    try await withThings(engine, ["a"]) { database in
      await #expect(throws: DatabaseError.self) {
        try await database.write { connection in
          try connection.execute("INSERT INTO things (id) VALUES ($1)", ["b"])
          _ = try? connection.execute("INSERT INTO things (id) VALUES ($1)", ["a"])
        }
      }
      let count = try await database.countThings()
      #expect(count == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `A failing write rolls back only itself while its neighbours commit`(engine: Engine) async throws {
    try await withThings(engine, ["taken"]) { database in
      let failures = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<300 {
          group.addTask { await insertionFails(database, number, failing: number % 3 == 0) }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(failures == 100)
      #expect(try await database.countThings() == 201)
    }
  }

  @Test(arguments: Engine.available)
  func `A read sees one moment, whatever is committed meanwhile`(engine: Engine) async throws {
    try await withThings(engine, ["a"]) { database in
      let (firstRead, goOn) = (Gate(), Gate())
      async let counts = database.read { connection in
        let before = try connection.row("SELECT count(*) AS value FROM things")?.integer("value")
        firstRead.open()
        goOn.wait()
        return [before, try connection.row("SELECT count(*) AS value FROM things")?.integer("value")]
      }
      await firstRead.opened()
      try await database.write { try $0.execute("INSERT INTO things (id) VALUES ($1)", ["b"]) }
      goOn.open()
      #expect(try await counts == [1, 1])
      #expect(try await database.countThings() == 2)
    }
  }

  @Test(arguments: Engine.available)
  func `A read cannot write`(engine: Engine) async throws {
    try await withThings(engine, []) { database in
      let error = await #expect(throws: DatabaseError.self) {
        try await database.read { try $0.execute("INSERT INTO things (id) VALUES ($1)", ["a"]) }
      }
      #expect(error?.isStatement == true)
      let count = try await database.countThings()
      #expect(count == 0)
    }
  }

  @Test(arguments: Engine.available)
  func `Broken rules of the schema have names`(engine: Engine) async throws {
    try await withThings(engine, ["a"]) { database in
      func kind(_ sql: String) async -> Kind? {
        await kindOfFailure(sql, database)
      }
      #expect(await kind("INSERT INTO things (id) VALUES ('a')") == .uniqueViolation)
      #expect(await kind("INSERT INTO records (id, thing_id) VALUES ('r', 'none')") == .foreignKeyViolation)
      #expect(await kind("INSERT INTO things (id, count) VALUES ('b', -1)") == .checkViolation)
      #expect(await kind("INSERT INTO things (id) VALUES (NULL)") == .notNullViolation)
      #expect(await kind("INSERT INTO nowhere (id) VALUES ('a')") == .statement)
      #expect(await kind("DELETE FROM things; DELETE FROM records") == .statement)
    }
  }

  private enum Kind { case uniqueViolation, foreignKeyViolation, checkViolation, notNullViolation, statement, other }

  private func kindOfFailure(_ sql: String, _ database: any Database) async -> Kind? {
    let error = await #expect(throws: DatabaseError.self) { try await database.write { try $0.execute(sql) } }
    return error.map { error in
      switch error {
      case .uniqueViolation: .uniqueViolation
      case .foreignKeyViolation: .foreignKeyViolation
      case .checkViolation: .checkViolation
      case .notNullViolation: .notNullViolation
      case .statement: .statement
      case .conflict, .overloaded, .unavailable, .closed: .other
      }
    }
  }

  private func insertionFails(_ database: any Database, _ number: Int, failing: Bool) async -> Bool {
    do {
      try await database.write { connection in
        try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(number)")])
        if failing { try connection.execute("INSERT INTO things (id) VALUES ('taken')") }
      }
      return false
    } catch {
      return true
    }
  }
}
