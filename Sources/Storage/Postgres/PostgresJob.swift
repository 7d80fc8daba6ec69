/// A closure for a connection, with the kind of transaction that it needs.
struct PostgresJob: Sendable {
  enum Mode {
    case read
    case write
  }

  let mode: Mode
  let job: Job
}

extension WorkQueue where Element == PostgresJob {
  /// Appends `body` and waits until a worker thread has answered.
  func perform<Value: Sendable>(
    _ mode: PostgresJob.Mode, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try append(PostgresJob(mode: mode, job: Job(body, answering: continuation)))
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}
