import Foundation
import GRDB

extension DatabasePool {
  /// Each of these threads keeps one connection of the pool.
  static let readerThreads = 4

  /// A pool whose commits survive a power cut.
  static func durable(path: String) throws -> DatabasePool {
    createPrivateFile(at: path)
    let pool = try DatabasePool(path: path, configuration: configuration)
    try pool.writeWithoutTransaction { db in
      // The pool relaxes its writer to NORMAL after `prepareDatabase`. A reader would report FULL all the same.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA cache_size = -65536")
      // Savepoints save the pages they touch: in memory, not in a file.
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
      let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
      let journal = try String.fetchOne(db, sql: "PRAGMA journal_mode")
      guard synchronous == 2, journal == "wal" else {
        throw GRDB.DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "commits would not be durable")
      }
    }
    return pool
  }

  func copy(to path: String) throws {
    do {
      Self.createPrivateFile(at: path)
      let copy = try DatabaseQueue(path: path)
      try backup(to: copy)
      try copy.close()
    } catch let error as GRDB.DatabaseError {
      throw DatabaseError(error)
    }
  }

  /// The file holds personal data. SQLite gives the files beside it the same permissions. An empty file is an empty
  /// database; a file that cannot be created is reported when it is opened.
  private static func createPrivateFile(at path: String) {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    // One more than the threads keep, for a backup.
    configuration.maximumReaderCount = readerThreads + 1
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA cache_size = -8192")
      try db.execute(sql: "PRAGMA mmap_size = 1073741824")
      try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
    }
    return configuration
  }
}
