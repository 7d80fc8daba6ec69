import Dispatch
import Synchronization
import Testing

/// Holds a thread or a task until it is opened; a test that has gone wrong is let through after ten seconds.
final class Gate: Sendable {
  private let group = DispatchGroup()
  private let isOpen = Atomic(false)

  init() {
    group.enter()
  }

  /// Further calls change nothing.
  func open() {
    if !isOpen.exchange(true, ordering: .acquiringAndReleasing) { group.leave() }
  }

  /// Blocks the thread: for the closures of writes and reads.
  func wait() {
    if group.wait(timeout: .now() + 10) == .timedOut { Issue.record("the gate stayed shut") }
  }

  func opened() async {
    await withCheckedContinuation { continuation in
      group.notify(queue: .global()) { continuation.resume() }
    }
  }
}

/// Whether `condition` comes true within ten seconds.
func becomesTrue(_ condition: () async throws -> Bool) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(10)
  while ContinuousClock.now < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(5))
  }
  return false
}

/// A number that many threads count up.
final class Counter: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  /// - Returns: the number after that.
  @discardableResult
  func increment() -> Int { count.add(1, ordering: .relaxed).newValue }
}
