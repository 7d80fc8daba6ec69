import GRDB
import GRDBSQLite
import Logging
import Synchronization

/// Copies what was committed from the write-ahead log into the database file, on a thread of its own, so that no write
/// waits for these many pages.
///
/// While writes go on, the log never is copied to its end and could not begin anew. So the copying is repeated until next
/// to nothing is left, and then the writer is asked to copy that little between two of its commits.
/// <https://www.sqlite.org/wal.html#checkpointing>
final class SQLiteCheckpointer: Sendable {
  /// Pages in the log from which copying begins, of 4 KiB each.
  static let pagesToCopy = 4000
  /// Pages in the log at which the writer copies by itself, whatever it takes, so that the log stays bounded.
  static let mostPages = 32000
  /// As much the writer may copy while others wait for it.
  private static let pagesForWriter = 400

  private let requests = WorkQueue<Void>(limit: 1)
  private let isNearlyDone = Atomic<Bool>(false)
  private let path: String
  private let logger: Logger

  init(path: String, logger: Logger) {
    self.path = path
    self.logger = logger
  }

  /// Copies when asked, until it is closed.
  func run() {
    while requests.next() != nil {
      do {
        let connection = try DatabaseQueue(path: path)
        try connection.inDatabase { db in
          repeat { try copyAll(db) } while requests.next() != nil
        }
      } catch {
        // The writer will ask again, and copies by itself when the log has grown long.
        warn(of: error)
      }
    }
  }

  func close() {
    requests.close()
  }

  /// Called by the writer after a commit that left so many pages in the log.
  func committed(pages: Int, on connection: OpaquePointer) {
    if isNearlyDone.exchange(false, ordering: .relaxed) || pages >= Self.mostPages {
      copyHere(connection)
    } else if pages >= Self.pagesToCopy {
      // Refused while one is asked for already.
      try? requests.append(())
    }
  }

  /// Copies in the writer's thread.
  private func copyHere(_ connection: OpaquePointer) {
    do { _ = try Self.copy(connection) } catch { warn(of: error) }
  }

  private func copyAll(_ db: GRDB.Database) throws {
    guard let connection = db.sqliteConnection else { return }
    var before = Int.max
    // What is committed meanwhile comes on top, less of it each time; a reader may also keep pages from being copied.
    while let left = try Self.copy(connection), left < before {
      if left < Self.pagesForWriter { return isNearlyDone.store(true, ordering: .relaxed) }
      before = left
    }
  }

  /// - Returns: how many pages are left, or nil where somebody else is copying.
  private static func copy(_ connection: OpaquePointer) throws -> Int? {
    var pages: Int32 = 0
    var copied: Int32 = 0
    switch sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied) {
    case SQLITE_OK: return Int(pages - copied)
    case SQLITE_BUSY: return nil
    default: throw DatabaseError(sqlite: connection)
    }
  }

  private func warn(of error: any Error) {
    logger.warning("The write-ahead log could not be copied", metadata: ["error": "\(error)"])
  }
}
