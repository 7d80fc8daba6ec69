import Logging
import Storage
import TestSupport
import Testing

@Suite struct SignalTests {
  @Test(arguments: Engine.available)
  func `A commit wakes those who wait for its topic, and they see it`(engine: Engine) async throws {
    try await withQuietDatabase(engine) { database in
      var wakeUps = database.changes.wakeUps(for: [.history]).makeAsyncIterator()
      for number in 1...20 {
        try await database.write { connection in
          try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(number)")])
          connection.signal(.history)
        }
        await wakeUps.next()
        #expect(try await database.countThings() == Int64(number))
      }
    }
  }

  @Test(arguments: Engine.available)
  func `Neither another topic nor rolled back work wakes anybody`(engine: Engine) async throws {
    try await withQuietDatabase(engine) { database in
      let received = Received(database.changes.wakeUps(for: [.outbox]))
      try await database.write { $0.signal(.chats) }
      _ = try? await database.write { connection in
        connection.signal(.outbox)
        try connection.execute("INSERT INTO nowhere (id) VALUES (1)")
      }
      #expect(await received.count == 0)
      try await database.write { $0.signal(.outbox) }
      #expect(try await becomesTrue { await received.count == 1 })
    }
  }

  @Test(arguments: Engine.available)
  func `Wake-ups that nobody takes are merged into one`(engine: Engine) async throws {
    try await withQuietDatabase(engine) { database in
      let wakeUps = database.changes.wakeUps(for: [.outbox, .chats])
      for _ in 0..<10 { try await database.write { $0.signal(.outbox) } }
      let received = Received(wakeUps)
      #expect(try await becomesTrue { await received.count > 0 })
      #expect(await received.count == 1)
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `A commit on one machine wakes another`() async throws {
    try await withDatabaseLocation(.postgres, migrations: schema) { location in
      try await withOpenDatabase(location) { one in
        try await withOpenDatabase(location) { other in
          var wakeUps = other.changes.wakeUps(for: [.chats]).makeAsyncIterator()
          for number in 1...20 {
            try await one.write { connection in
              try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text("\(number)")])
              connection.signal(.chats)
            }
            await wakeUps.next()
            #expect(try await other.countThings() == Int64(number))
          }
        }
      }
    }
  }

  @Test(.enabled(if: Engine.available.contains(.postgres)))
  func `Everybody is woken when listening was interrupted, and wake-ups go on`() async throws {
    try await withDatabaseLocation(.postgres, migrations: schema) { location in
      try await withOpenDatabase(location) { one in
        try await withOpenDatabase(location) { other in
          let received = Received(other.changes.wakeUps(for: [.chats]))
          try await one.write { _ = try $0.rows(terminateListeners) }
          #expect(try await becomesTrue { await received.count > 0 })
          let before = await received.count
          try await one.write { $0.signal(.chats) }
          #expect(try await becomesTrue { await received.count > before })
        }
      }
    }
  }
}

private let terminateListeners = """
  SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity
  WHERE datname = current_database() AND query = 'LISTEN answerback'
  """

/// A database that wakes nobody without need.
private func withQuietDatabase(_ engine: Engine, _ body: (any Database) async throws -> Void) async throws {
  try await withDatabaseLocation(engine, migrations: schema) { location in
    guard engine == .postgres else { return try await withOpenDatabase(location, body) }
    let database = try await PostgresDatabase.open(location, reminder: .seconds(3600), logger: Logger(label: "test"))
    do {
      try await body(database)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }
}

/// Counts what a stream yields.
private actor Received {
  private(set) var count = 0

  init(_ stream: AsyncStream<Void>) {
    Task { for await _ in stream { await self.add() } }
  }

  private func add() { count += 1 }
}
