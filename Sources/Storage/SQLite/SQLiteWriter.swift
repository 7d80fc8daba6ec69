import GRDB

/// The only writer. What waits is run one after another and committed together: one sync of the disk serves many
/// callers.
///
/// A savepoint copies every page that its job touches, so a group runs without any. Where a job fails, the group is
/// undone and run again with a savepoint for each, and the failure is that job's own.
struct SQLiteWriter: Sendable {
  let pool: DatabasePool
  let jobs: WorkQueue<Job>
  let signal: LocalChangeSignal
  let checkpointer: SQLiteCheckpointer

  /// Bounds of a group, so that the first of it does not wait for long.
  private let largestGroup = 256
  private let longestGroup = Duration.milliseconds(20)

  init(pool: DatabasePool, jobs: WorkQueue<Job>, signal: LocalChangeSignal, checkpointer: SQLiteCheckpointer) {
    self.pool = pool
    self.jobs = jobs
    self.signal = signal
    self.checkpointer = checkpointer
  }

  /// Keeps the write connection until the queue is closed and empty.
  func run() {
    pool.writeWithoutTransaction { db in
      guard let handle = db.sqliteConnection else { return }
      let session = SQLiteSession(handle)
      session.watchLog()
      defer { session.stopWatchingLog() }
      while let job = jobs.next() {
        let group = SQLiteGroup(job)
        commit(group, session) { try runTogether(group, session) }
        if group.hasFailedJob { commit(group, session) { try group.runApart(session) } }
        session.copyLog(with: checkpointer)
      }
    }
  }

  /// Runs a group in one transaction, and tells its callers what became of it unless it is to be run again.
  private func commit(_ group: SQLiteGroup, _ session: SQLiteSession, run: () throws -> Void) {
    do {
      try session.begin(.immediate)
      try run()
      guard !group.hasFailedJob else { return session.rollBack() }
      try session.commit()
      signal.publish(group.topics)
      group.answer()
    } catch {
      session.rollBack()
      group.failAll(error)
    }
  }

  private func runTogether(_ group: SQLiteGroup, _ session: SQLiteSession) throws {
    let end = ContinuousClock.now + longestGroup
    group.runLast(session)
    while !group.hasFailedJob, group.count < largestGroup, ContinuousClock.now < end, let job = jobs.nextWaiting() {
      group.append(job)
      group.runLast(session)
    }
  }
}
