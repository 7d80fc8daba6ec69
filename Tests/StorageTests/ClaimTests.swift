import Storage
import TestSupport
import Testing

@Suite struct ClaimTests {
  @Test(arguments: Engine.available)
  func `Of sixteen who claim a thing at once, one wins`(engine: Engine) async throws {
    let ids = (0..<40).map { "thing \($0)" }
    try await withThings(engine, ids) { database in
      for id in ids {
        let winners = try await winners(16) { try await claim(id, by: "operator \($0)", database) }
        #expect(winners == 1)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `A lease of many hands each thing out once`(engine: Engine) async throws {
    let ids = (0..<400).map { "thing \($0)" }
    try await withThings(engine, ids) { database in
      let leased = try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<16 { group.addTask { try await leaseAll(database) } }
        return try await group.reduce([], +)
      }
      #expect(leased.count == ids.count)
      #expect(Set(leased) == Set(ids))
    }
  }

  private func claim(_ id: String, by owner: String, _ database: any Database) async throws -> Bool {
    try await database.write { connection in
      let row = try connection.row(
        "UPDATE things SET owner = $2 WHERE id = $1 AND owner IS NULL RETURNING id", [.text(id), .text(owner)])
      guard row != nil else { return false }
      try connection.execute(
        "INSERT INTO records (id, thing_id) VALUES ($1, $2)", [.text("\(owner) \(id)"), .text(id)])
      return true
    }
  }

  private func winners(_ count: Int, _ attempt: @escaping @Sendable (Int) async throws -> Bool) async throws -> Int {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<count { group.addTask { try await attempt(number) } }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
  }

  /// Leases until a lease comes back empty although something is left to nobody.
  private func leaseAll(_ database: any Database) async throws -> [String] {
    var leased: [String] = []
    while try await database.integer("SELECT count(*) AS value FROM things WHERE locked_until IS NULL") != 0 {
      leased += try await lease(database)
    }
    return leased
  }

  /// The outer condition repeats the inner: without it PostgreSQL hands a row out twice.
  private func lease(_ database: any Database) async throws -> [String] {
    try await database.write { connection in
      try connection.rows(
        """
        UPDATE things SET locked_until = $1
        WHERE id IN (SELECT id FROM things WHERE locked_until IS NULL ORDER BY id LIMIT 5) AND locked_until IS NULL
        RETURNING id
        """, [1000]
      ).map { try $0.text("id") }
    }
  }
}
