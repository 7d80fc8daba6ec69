import GRDBSQLite

/// A connection on the one thread that uses it, with its prepared statements.
///
/// Statements go past GRDB straight to SQLite, which halves the time of a small write.
final class SQLiteSession: SQLConnection {
  enum Mode: String {
    case immediate = "BEGIN IMMEDIATE"
    case deferred = "BEGIN DEFERRED"
  }

  /// Pages in the write-ahead log after the last commit, where that is watched.
  private(set) var pagesInLog = 0
  /// What the present job signalled.
  private(set) var topics: Set<Topic> = []

  private let handle: OpaquePointer
  private var statements: [String: SQLiteStatement] = [:]
  private let mostStatements = 500
  /// A transaction in which a statement failed fails, even where the closure caught the error: so it is on PostgreSQL.
  private var failure: DatabaseError?

  init(_ handle: OpaquePointer) {
    self.handle = handle
  }

  /// Keeps ``pagesInLog`` from now on, in place of SQLite's own copying of the log within a commit.
  /// <https://www.sqlite.org/c3ref/wal_hook.html>
  func watchLog() {
    let watch: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafePointer<CChar>?, Int32) -> Int32 = {
      session, _, _, pages in
      if let session { Unmanaged<SQLiteSession>.fromOpaque(session).takeUnretainedValue().pagesInLog = Int(pages) }
      return SQLITE_OK
    }
    sqlite3_wal_hook(handle, watch, Unmanaged.passUnretained(self).toOpaque())
  }

  func copyLog(with checkpointer: SQLiteCheckpointer) {
    checkpointer.committed(pages: pagesInLog, on: handle)
  }

  func stopWatchingLog() {
    sqlite3_wal_hook(handle, nil, nil)
  }

  func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
    try checked { try statement(sql).run(arguments) }
  }

  func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
    try checked { try statement(sql).rows(arguments) }
  }

  func signal(_ topic: Topic) {
    topics.insert(topic)
  }

  /// Forgets what was signalled and what failed before.
  func beginJob() {
    topics = []
    failure = nil
  }

  /// - Throws: the error of a statement, also where the job caught it.
  func checkJob() throws {
    if let failure { throw failure }
  }

  func begin(_ mode: Mode) throws {
    try control(mode.rawValue)
  }

  func commit() throws {
    try control("COMMIT")
  }

  func rollBack() {
    guard sqlite3_get_autocommit(handle) == 0 else { return }
    sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
  }

  func savepoint() throws {
    try control("SAVEPOINT job")
  }

  func release() throws {
    try control("RELEASE job")
  }

  /// - Throws: `error` when SQLite has given up the whole transaction, as it does when the disk is full.
  func rollBackToSavepoint(after error: any Error) throws {
    guard sqlite3_get_autocommit(handle) == 0 else { throw error }
    try control("ROLLBACK TO job")
    try control("RELEASE job")
  }

  private func control(_ sql: String) throws {
    _ = try statement(sql).run([])
  }

  private func checked<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch {
      if failure == nil { failure = error as? DatabaseError }
      throw error
    }
  }

  private func statement(_ sql: String) throws -> SQLiteStatement {
    if let known = statements[sql] { return known }
    if statements.count >= mostStatements { statements = [:] }
    let statement = try SQLiteStatement(sql, on: handle)
    statements[sql] = statement
    return statement
  }
}
