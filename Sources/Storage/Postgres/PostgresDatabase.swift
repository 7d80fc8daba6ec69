package import Logging

/// A store on a PostgreSQL server, shared by several machines.
///
/// A few threads, each with a connection of its own, work off one queue. Writes are READ COMMITTED and are run again after
/// a deadlock; reads see one snapshot. Connections are renewed by themselves.
///
/// No transaction lasts longer than ``longestTransaction``, on which ``FeedCursor`` relies.
package final class PostgresDatabase: Database {
  /// The server's and the client's limits together: 15 s until the last statement is sent, and 10 s each for waiting for
  /// it, running it, waiting for the commit and running that.
  package static let longestTransaction = Duration.seconds(55)

  package let engine = Engine.postgres
  package var changes: any ChangeSignal { signal }

  private let signal = LocalChangeSignal()
  private let jobs = WorkQueue<PostgresJob>(limit: 10_000)
  private let workers = WorkerThreads()
  private let listening = WorkerThreads()
  private let listener: PostgresListener

  /// Connects to the server that `url` names.
  ///
  /// - Parameters:
  ///   - url: `postgres://USER:PASSWORD@HOST:PORT/NAME?…`, with libpq's parameters.
  ///   - connections: how many transactions run at once; one more connection serves the wake-ups.
  ///   - reminder: how often everybody is woken even when nothing was heard. See ``ChangeSignal``.
  /// - Throws: ``DatabaseLocationError``, or ``DatabaseError`` where the server cannot be reached.
  package static func open(
    _ url: String, connections: Int = 8, reminder: Duration = .seconds(5), logger: Logger
  ) async throws -> PostgresDatabase {
    let address = try PostgresAddress(url)
    let database = PostgresDatabase(address, reminder, logger)
    do {
      let listening = database.changes.wakeUps(for: Set(Topic.allCases))
      database.startThreads(address, connections, logger)
      try await database.read { _ = try $0.rows("SELECT 1 AS answer") }
      // The first wake-up comes of listening: from now on none is missed.
      for await _ in listening { break }
    } catch {
      await database.close()
      throw error
    }
    return database
  }

  private init(_ address: PostgresAddress, _ reminder: Duration, _ logger: Logger) {
    listener = PostgresListener(address, signal: signal, reminder: reminder, logger: logger)
  }

  deinit {
    jobs.close()
    listener.stop()
  }

  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value {
    try await jobs.perform(.read, body)
  }

  @discardableResult
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value {
    try await jobs.perform(.write, body)
  }

  package func close() async {
    jobs.close()
    await workers.ended()
    listener.stop()
    await listening.ended()
    signal.finish()
  }

  private func startThreads(_ address: PostgresAddress, _ connections: Int, _ logger: Logger) {
    for number in 1...max(connections, 1) {
      workers.start("postgres-\(number)") { [jobs, listener] in
        let worker = PostgresWorker(address, listener, logger: logger)
        while let job = jobs.next() { worker.perform(job) }
      }
    }
    listening.start("postgres-listen") { [listener] in listener.run() }
  }
}
