/// What ``within(_:_:)`` throws when the time is over.
struct TimeRanOut: Error {}

/// Does the work within a time, or cancels it and throws ``TimeRanOut``.
///
/// AsyncHTTPClient's own deadline ends with the head of an answer; a body that trickles in would hold us for ever.
func within<Value: Sendable>(
  _ limit: Duration, _ work: @Sendable @escaping () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    defer { group.cancelAll() }
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw TimeRanOut()
    }
    guard let value = try await group.next() else { throw CancellationError() }
    return value
  }
}
