import Foundation
import Logging
import Storage
import TestSupport
import Testing

@Suite(.enabled(if: Engine.available.contains(.sqlite)))
struct SQLiteFileTests {
  @Test func `A copy made while others write is complete in itself`() async throws {
    try await withDatabaseLocation(.sqlite, migrations: schema) { location in
      let path = String(location.dropFirst("sqlite:".count))
      let database = try SQLiteDatabase(path: path, logger: Logger(label: "test"))
      try await database.write { try $0.execute("INSERT INTO things (id) VALUES ('a')") }
      try await database.backUp(to: path + ".copy")
      await database.close()
      try await withOpenDatabase("sqlite:\(path).copy") { copy in
        let count = try await copy.countThings()
        #expect(count == 1)
      }
    }
  }

  @Test func `After closing, the file is complete in itself`() async throws {
    try await withDatabaseLocation(.sqlite, migrations: schema) { location in
      let path = String(location.dropFirst("sqlite:".count))
      try await withOpenDatabase(location) { database in
        try await database.write { try $0.execute("INSERT INTO things (id) VALUES ('a')") }
        _ = try await database.countThings()
      }
      try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
      try await withOpenDatabase("sqlite:\(path).copy") { copy in
        let count = try await copy.countThings()
        #expect(count == 1)
      }
    }
  }

  @Test func `One process serves a file, until it ends`() async throws {
    try await withDatabaseLocation(.sqlite) { location in
      let first = try ServingClaim(of: location)
      #expect(throws: ServingClaimError.self) { try ServingClaim(of: location) }
      #expect(throws: Never.self) { try ServingClaim(of: location + ".other") }
      first.end()
      #expect(throws: Never.self) { try ServingClaim(of: location) }
    }
  }

  @Test func `A folder that does not exist is unavailable`() async throws {
    let error = await #expect(throws: DatabaseError.self) {
      _ = try await openDatabase("sqlite:/nowhere/at/all.db", logger: Logger(label: "test"))
    }
    guard case .unavailable = error else { return #expect(Bool(false), "\(String(describing: error))") }
  }

  @Test func `Only the owner may read the files`() async throws {
    try await withDatabaseLocation(.sqlite, migrations: schema) { location in
      try await withOpenDatabase(location) { database in
        try await database.write { try $0.execute("INSERT INTO things (id) VALUES ('a')") }
        let path = String(location.dropFirst("sqlite:".count))
        for file in [path, path + "-wal"] {
          let permissions = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
          #expect(permissions == 0o600)
        }
      }
    }
  }

  @Test func `The log does not grow with what is written`() async throws {
    try await withDatabaseLocation(.sqlite, migrations: schema) { location in
      try await withOpenDatabase(location) { database in
        // Some 12 times the pages from which the log is copied.
        for round in 0..<25 {
          try await database.write { connection in
            for number in 0..<1000 {
              let id = "\(round)-\(number)-" + String(repeating: "x", count: 4000)
              try connection.execute("INSERT INTO things (id) VALUES ($1)", [.text(id)])
            }
          }
        }
        let log = String(location.dropFirst("sqlite:".count)) + "-wal"
        let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
        #expect(try #require(size) < 150_000_000)
      }
    }
  }
}
