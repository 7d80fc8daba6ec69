import GRDB
package import Logging

/// The embedded store: one file, one writer thread with group commit, a few reader threads.
///
/// A commit is durable when `write` returns (WAL with `synchronous=FULL`). Another program may read the file at the same
/// time, and write to it when it is brief: each waits for the other for a few seconds.
package final class SQLiteDatabase: Database {
  package let engine = Engine.sqlite
  package var changes: any ChangeSignal { signal }

  private let pool: DatabasePool
  private let signal = LocalChangeSignal()
  private let writes = WorkQueue<Job>(limit: 10_000)
  private let reads = WorkQueue<Job>(limit: 10_000)
  private let checkpointer: SQLiteCheckpointer
  private let threads = WorkerThreads()
  private let logger: Logger

  /// Opens the file at `path`, or creates it.
  ///
  /// - Throws: ``DatabaseError`` where it cannot be opened or does not promise durable commits.
  package init(path: String, logger: Logger) throws {
    self.logger = logger
    checkpointer = SQLiteCheckpointer(path: path, logger: logger)
    do {
      pool = try DatabasePool.durable(path: path)
    } catch let error as GRDB.DatabaseError {
      if case .unavailable(let why) = DatabaseError(error) { throw DatabaseError.unavailable("\(path): \(why)") }
      throw DatabaseError(error)
    }
    startThreads()
  }

  deinit {
    writes.close()
    reads.close()
    checkpointer.close()
  }

  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value {
    try await reads.perform(body)
  }

  @discardableResult
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value {
    try await writes.perform(body)
  }

  package func close() async {
    writes.close()
    reads.close()
    checkpointer.close()
    await threads.ended()
    signal.finish()
    copyWholeLog()
    do {
      try pool.close()
    } catch {
      logger.warning("The database did not close cleanly", metadata: ["error": "\(error)"])
    }
  }

  /// Writes a consistent copy to a new file at `path`, while reading and writing go on.
  ///
  /// - Throws: ``DatabaseError`` where the copy cannot be made.
  package func backUp(to path: String) async throws {
    try await withCheckedThrowingContinuation { continuation in
      threads.start("sqlite-backup") { [pool] in
        continuation.resume(with: Result { try pool.copy(to: path) })
      }
    }
  }

  /// Leaves the file complete in itself. The pool closes its readers last, and for these SQLite copies nothing.
  private func copyWholeLog() {
    do {
      try pool.writeWithoutTransaction { db in
        // Where it was closed before there is no connection.
        guard db.sqliteConnection != nil else { return }
        // Where another program uses the file, it is not made to wait: whoever closes last copies.
        try db.execute(sql: "PRAGMA busy_timeout = 0")
        try db.checkpoint(.truncate)
      }
    } catch {
      logger.notice("The write-ahead log stays beside the file", metadata: ["error": "\(error)"])
    }
  }

  private func startThreads() {
    let writer = SQLiteWriter(pool: pool, jobs: writes, signal: signal, checkpointer: checkpointer)
    threads.start("sqlite-writer") { writer.run() }
    threads.start("sqlite-log") { [checkpointer] in checkpointer.run() }
    for number in 1...DatabasePool.readerThreads {
      let reader = SQLiteReader(pool: pool, jobs: reads)
      threads.start("sqlite-reader-\(number)") { reader.run() }
    }
  }
}
