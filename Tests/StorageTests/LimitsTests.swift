import Logging
import Storage
import TestSupport
import Testing

@Suite struct LimitsTests {
  @Test(arguments: Engine.available)
  func `Too much waiting work is refused and the accepted is done`(engine: Engine) async throws {
    try await withThings(engine, []) { database in
      let gate = Gate()
      let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<10_100 {
          group.addTask { try await isOverloaded(database, "\(number)", gate) }
        }
        // All others are refused or wait behind the gate.
        let first = try await group.next() ?? false
        gate.open()
        return try await group.reduce(first ? 1 : 0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(refused > 0)
      #expect(try await database.countThings() == Int64(10_100 - refused))
    }
  }

  @Test(arguments: Engine.available)
  func `Closing ends the waiting work, and later calls are told so`(engine: Engine) async throws {
    try await withDatabaseLocation(engine, migrations: schema) { location in
      let database = try await openDatabase(location, logger: Logger(label: "test"))
      let (started, gate) = (Gate(), Gate())
      async let write: Void = database.write { connection in
        started.open()
        gate.wait()
        try connection.execute("INSERT INTO things (id) VALUES ($1)", ["a"])
      }
      await started.opened()
      let wakeUps = database.changes.wakeUps(for: [.history])
      async let closing: Void = database.close()
      gate.open()
      try await write
      await closing
      await #expect(throws: DatabaseError.closed) { try await database.countThings() }
      await #expect(throws: DatabaseError.closed) { try await database.write { _ in } }
      for await _ in wakeUps {}
      try await withOpenDatabase(location) { reopened in
        let count = try await reopened.countThings()
        #expect(count == 1)
      }
    }
  }

  @Test func `A location that names no store is explained without repeating it`() async throws {
    for location in ["", "answerback.db", "mysql://root:secret@host/x", "sqlite:", "postgres://u:sec%ret@host/x"] {
      let error = await #expect(throws: DatabaseLocationError.self) {
        _ = try await openDatabase(location, logger: Logger(label: "test"))
      }
      #expect(error.map { "\($0)".contains("sec") } == false)
    }
  }

  @Test func `A server that is not there is unavailable, and the password is not told`() async throws {
    let error = await #expect(throws: DatabaseError.self) {
      _ = try await openDatabase("postgres://someone:secret@127.0.0.1:1/none", logger: Logger(label: "test"))
    }
    guard case .unavailable(let message) = error else { return #expect(Bool(false), "\(String(describing: error))") }
    #expect(!message.contains("secret"))
  }

  private func isOverloaded(_ database: any Database, _ id: String, _ gate: Gate) async throws -> Bool {
    do {
      try await database.write { connection in
        gate.wait()
        try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text(id)])
      }
      return false
    } catch DatabaseError.overloaded {
      return true
    }
  }
}
