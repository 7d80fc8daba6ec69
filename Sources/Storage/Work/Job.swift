/// A closure on its way to a worker thread, together with the caller who waits for its outcome.
///
/// Exactly one of the answer that `run` returns and `fail` is called, once.
struct Job: Sendable {
  typealias Answer = @Sendable () -> Void

  /// Runs the closure and returns what gives its result to the caller, to be called after the commit.
  let run: @Sendable (any SQLConnection) throws -> Answer

  /// Gives an error to the caller.
  let fail: @Sendable (any Error) -> Void
}

extension WorkQueue where Element == Job {
  /// Appends `body` and waits until a worker thread has answered.
  func perform<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let job = Job(body, answering: continuation)
      do {
        try append(job)
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}

extension Job {
  init<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
    answering continuation: CheckedContinuation<Value, any Error>
  ) {
    run = { connection in
      let value = try body(connection)
      return { continuation.resume(returning: value) }
    }
    fail = { error in continuation.resume(throwing: error) }
  }
}
