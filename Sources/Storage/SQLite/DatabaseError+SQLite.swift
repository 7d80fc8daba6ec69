import GRDB
import GRDBSQLite

extension DatabaseError {
  /// The last error of a connection.
  init(sqlite connection: OpaquePointer) {
    self.init(
      sqliteCode: sqlite3_extended_errcode(connection), message: String(cString: sqlite3_errmsg(connection)))
  }

  init(_ error: GRDB.DatabaseError) {
    self.init(sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "SQLite failed")
  }

  /// Codes: <https://www.sqlite.org/rescode.html>
  private init(sqliteCode code: Int32, message: String) {
    switch code {
    case 2067, 1555: self = .uniqueViolation(message)
    case 787: self = .foreignKeyViolation(message)
    case 275: self = .checkViolation(message)
    case 1299: self = .notNullViolation(message)
    default: self.init(primaryCode: code & 0xff, message: message)
    }
  }

  private init(primaryCode code: Int32, message: String) {
    switch code {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .conflict(message)
    case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_NOMEM, SQLITE_PERM:
      self = .unavailable(message)
    default: self = .statement(message)
    }
  }
}
