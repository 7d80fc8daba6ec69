/// Jobs that share one commit, and what their callers will be told after it.
final class SQLiteGroup {
  private(set) var topics: Set<Topic> = []
  /// Whether a job failed that ran without a savepoint, so that nothing of the transaction may be kept.
  private(set) var hasFailedJob = false
  private var jobs: [Job]
  private var answers: [Job.Answer] = []

  var count: Int { jobs.count }

  init(_ job: Job) {
    jobs = [job]
  }

  func append(_ job: Job) {
    jobs.append(job)
  }

  /// Runs the last job without a savepoint.
  func runLast(_ session: SQLiteSession) {
    do {
      answers.append(try run(jobs[jobs.count - 1], session))
    } catch {
      hasFailedJob = true
    }
  }

  /// Runs all jobs anew, each in a savepoint. A failure is told after the commit too, because it may rest on what the
  /// group's other jobs did.
  ///
  /// - Throws: when the transaction as a whole is lost.
  func runApart(_ session: SQLiteSession) throws {
    (topics, answers, hasFailedJob) = ([], [], false)
    for job in jobs {
      try session.savepoint()
      do {
        let answer = try run(job, session)
        try session.release()
        answers.append(answer)
      } catch {
        try session.rollBackToSavepoint(after: error)
        answers.append { job.fail(error) }
      }
    }
  }

  func answer() {
    for answer in answers { answer() }
  }

  /// Tells all that nothing was committed.
  func failAll(_ error: any Error) {
    for job in jobs { job.fail(error) }
  }

  private func run(_ job: Job, _ session: SQLiteSession) throws -> Job.Answer {
    session.beginJob()
    let answer = try job.run(session)
    try session.checkJob()
    topics.formUnion(session.topics)
    return answer
  }
}
