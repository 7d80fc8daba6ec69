/// One transaction on a link. It begins with its first statement, in the same round trip.
final class PostgresTransaction: SQLConnection {
  /// Why nothing more can be done in this transaction, even where the closure caught the error.
  private(set) var failure: PostgresFailure?
  private(set) var topics: Set<Topic> = []

  private let link: PostgresLink
  private let mode: PostgresJob.Mode
  private var hasBegun = false
  private var lastStart: ContinuousClock.Instant? = .now + .seconds(15)

  init(on link: PostgresLink, _ mode: PostgresJob.Mode) {
    self.link = link
    self.mode = mode
  }

  func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
    try checked { commands throws(PostgresFailure) in
      try link.run(commands + [.init(sql: sql, arguments: arguments)]).changes
    }
  }

  func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
    try checked { commands throws(PostgresFailure) in
      try link.rows(commands + [.init(sql: sql, arguments: arguments)])
    }
  }

  func signal(_ topic: Topic) {
    topics.insert(topic)
  }

  /// - Throws: what failed in this transaction; a lost connection leaves open whether it was committed.
  func commit() throws(PostgresFailure) {
    if let failure { throw failure }
    switch mode {
    case .read: try finishReading()
    case .write: try commitWrite()
    }
  }

  /// Ends the transaction; where the connection is lost, the server does it.
  func rollBack() {
    guard hasBegun, failure?.isLost != true, link.isInTransaction else { return }
    do {
      _ = try link.run([.init(sql: "ROLLBACK")])
    } catch {
      failure = .lost("\(error)")
    }
  }

  /// The caller need not wait for the end of a transaction that changes nothing.
  private func finishReading() throws(PostgresFailure) {
    guard hasBegun else { return }
    try link.send([.init(sql: "COMMIT")])
  }

  private func commitWrite() throws(PostgresFailure) {
    guard hasBegun else { return }
    do throws(PostgresFailure) {
      let answer = try link.run([.init(sql: "COMMIT")])
      guard answer.isCommit else { throw .fault(.statement("the transaction was rolled back")) }
    } catch {
      failure = error
      throw error
    }
  }

  private func openingCommands() -> [PostgresLink.Command] {
    guard !hasBegun else { return [] }
    hasBegun = true
    switch mode {
    case .read: return [.init(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")]
    case .write: return [.init(sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")]
    }
  }

  private func checked<Value>(
    _ body: ([PostgresLink.Command]) throws(PostgresFailure) -> Value
  ) throws(DatabaseError) -> Value {
    if let failure { throw failure.databaseError }
    do throws(PostgresFailure) {
      if let lastStart, ContinuousClock.now > lastStart { throw .fault(.unavailable("took too long")) }
      return try body(openingCommands())
    } catch {
      failure = error
      throw error.databaseError
    }
  }
}

extension PostgresTransaction: MigrationLocking {
  func lockForMigration() throws {
    lastStart = nil
    try execute("SET LOCAL statement_timeout = 0")
    _ = try rows("SELECT pg_advisory_xact_lock(7020651)")
  }
}
