import GRDB

/// A thread that runs reads, each on a snapshot of its own.
struct SQLiteReader: Sendable {
  let pool: DatabasePool
  let jobs: WorkQueue<Job>

  /// Keeps one read-only connection until the queue is closed and empty.
  func run() {
    while true {
      do {
        return try pool.unsafeRead { db in
          guard let handle = db.sqliteConnection else { return }
          let session = SQLiteSession(handle)
          while let job = jobs.next() { perform(job, session) }
        }
      } catch {
        // No connection: the one who asked learns it, and the next one is a reason to try again.
        guard let job = jobs.next() else { return }
        job.fail((error as? GRDB.DatabaseError).map(DatabaseError.init) ?? error)
      }
    }
  }

  private func perform(_ job: Job, _ session: SQLiteSession) {
    do {
      session.beginJob()
      try session.begin(.deferred)
      let answer = try job.run(session)
      try session.checkJob()
      try session.commit()
      answer()
    } catch {
      session.rollBack()
      job.fail(error)
    }
  }
}
