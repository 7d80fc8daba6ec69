import Storage
import TestSupport
import Testing

/// What only a server can do to us.
@Suite(.enabled(if: Engine.available.contains(.postgres)))
struct PostgresRecoveryTests {
  @Test func `A write that was chosen to break a deadlock is run again`() async throws {
    try await withThings(.postgres, ["a", "b"]) { database in
      let (first, second) = (Gate(), Gate())
      let attempts = Counter()
      async let one: Void = database.write { connection in
        attempts.increment()
        try lock("a", then: "b", connection, mine: first, other: second)
      }
      async let other: Void = database.write { connection in
        attempts.increment()
        try lock("b", then: "a", connection, mine: second, other: first)
      }
      _ = try await (one, other)
      #expect(attempts.value == 3)
      #expect(try await database.integer("SELECT sum(count) AS value FROM things") == 4)
    }
  }

  @Test func `Connections that were ended are renewed without anybody noticing`() async throws {
    try await withDatabaseLocation(.postgres, migrations: schema) { location in
      try await withOpenDatabase(location) { victim in
        try await withOpenDatabase(location) { killer in
          try await occupyAllConnections(of: victim)
          try await killOthers(killer)
          for number in 0..<40 {
            try await victim.write { try $0.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(number)")]) }
            #expect(try await victim.countThings() == Int64(number + 1))
          }
        }
      }
    }
  }

  @Test func `A write whose connection ends in its middle is done once`() async throws {
    try await withThings(.postgres, ["a"]) { database in
      let attempts = Counter()
      try await database.write { connection in
        try connection.execute("UPDATE things SET count = count + 1 WHERE id = $1", ["a"])
        guard attempts.increment() == 1 else { return }
        _ = try connection.rows("SELECT pg_terminate_backend(pg_backend_pid()) AS ended")
      }
      #expect(attempts.value == 2)
      #expect(try await database.integer("SELECT sum(count) AS value FROM things") == 1)
    }
  }

  @Test func `Prepared statements survive a changed schema`() async throws {
    try await withThings(.postgres, ["a"]) { database in
      let read: @Sendable (any SQLConnection) throws -> SQLRow? = { try $0.row("SELECT count FROM things") }
      for _ in 0..<20 { _ = try await database.read(read) }
      try await database.write { try $0.execute("ALTER TABLE things ALTER COLUMN count TYPE numeric") }
      for _ in 0..<20 { #expect(try await database.read(read)?.integer("count") == 0) }
    }
  }

  @Test func `More different statements than are kept do no harm`() async throws {
    try await withThings(.postgres, ["a"]) { database in
      for number in 0..<5000 {
        let value = try await database.integer("SELECT \(number) AS value")
        #expect(value == Int64(number))
      }
    }
  }

  private func lock(
    _ id: String, then next: String, _ connection: any SQLConnection, mine: Gate, other: Gate
  ) throws {
    try connection.execute("UPDATE things SET count = count + 1 WHERE id = $1", [.text(id)])
    mine.open()
    other.wait()
    try connection.execute("UPDATE things SET count = count + 1 WHERE id = $1", [.text(next)])
  }

  private func occupyAllConnections(of database: any Database) async throws {
    try await withThrowingTaskGroup { group in
      for _ in 0..<64 { group.addTask { _ = try await database.countThings() } }
      try await group.waitForAll()
    }
  }

  private func killOthers(_ database: any Database) async throws {
    try await database.write { connection in
      _ = try connection.rows(
        """
        SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query NOT LIKE 'LISTEN%'
        """)
    }
  }
}
