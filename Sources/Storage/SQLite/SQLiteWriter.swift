import GRDB

/// The only writer. What waits is run one after another, each in its own savepoint, and committed together: one sync of
/// the disk serves many callers.
struct SQLiteWriter: Sendable {
  let pool: DatabasePool
  let jobs: WorkQueue<Job>
  let signal: LocalChangeSignal

  /// Bounds of a group, so that the first of it does not wait for long.
  private let largestGroup = 256
  private let longestGroup = Duration.milliseconds(20)

  init(pool: DatabasePool, jobs: WorkQueue<Job>, signal: LocalChangeSignal) {
    self.pool = pool
    self.jobs = jobs
    self.signal = signal
  }

  /// Keeps the write connection until the queue is closed and empty.
  func run() {
    pool.writeWithoutTransaction { db in
      guard let handle = db.sqliteConnection else { return }
      let session = SQLiteSession(handle)
      while let job = jobs.next() { commitGroup(startingWith: job, session) }
    }
  }

  private func commitGroup(startingWith first: Job, _ session: SQLiteSession) {
    var group = SQLiteGroup()
    do {
      try session.begin(.immediate)
      try runGroup(startingWith: first, &group, session)
      try session.commit()
      signal.publish(group.topics)
      group.answer()
    } catch {
      session.rollBack()
      group.failAll(error, elseOnly: first)
    }
  }

  private func runGroup(startingWith first: Job, _ group: inout SQLiteGroup, _ session: SQLiteSession) throws {
    let end = ContinuousClock.now + longestGroup
    var next: Job? = first
    while let job = next {
      try group.run(job, session)
      guard group.count < largestGroup, ContinuousClock.now < end else { return }
      next = jobs.nextWaiting()
    }
  }
}

/// Jobs that share one commit, and what their callers will be told after it.
private struct SQLiteGroup {
  private(set) var topics: Set<Topic> = []
  private var outcomes: [(job: Job, answer: Job.Answer)] = []

  var count: Int { outcomes.count }

  /// Runs a job in a savepoint. Its failure is its own, and is told after the commit too, because it may rest on what
  /// the group's other jobs did.
  ///
  /// - Throws: when the transaction as a whole is lost.
  mutating func run(_ job: Job, _ session: SQLiteSession) throws {
    outcomes.append((job, {}))
    try session.savepoint()
    do {
      let answer = try job.run(session)
      try session.release()
      outcomes[outcomes.count - 1].answer = answer
      topics.formUnion(session.topics)
    } catch {
      try session.rollBackToSavepoint(after: error)
      outcomes[outcomes.count - 1].answer = { job.fail(error) }
    }
  }

  func answer() {
    for outcome in outcomes { outcome.answer() }
  }

  /// Tells all that nothing was committed; `job` too where the group did not even begin.
  func failAll(_ error: any Error, elseOnly job: Job) {
    if outcomes.isEmpty { job.fail(error) }
    for outcome in outcomes { outcome.job.fail(error) }
  }
}
