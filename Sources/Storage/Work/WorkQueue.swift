import DequeModule
import Dispatch
import Synchronization

/// A bounded first-in, first-out queue between tasks, which append and never block, and worker threads, which wait.
final class WorkQueue<Element: Sendable>: Sendable {
  private struct State {
    var waiting = Deque<Element>()
    var idleThreads = 0
    var isClosed = false
  }

  private enum Step {
    case element(Element)
    case wait
    case end
  }

  private let limit: Int
  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  /// - Parameter limit: how many elements may wait; more are refused.
  init(limit: Int) {
    self.limit = limit
  }

  /// - Throws: `.overloaded` when the limit is reached, `.closed` after ``close()``.
  func append(_ element: Element) throws(DatabaseError) {
    let wakesThread = try state.withLock { state throws(DatabaseError) in
      guard !state.isClosed else { throw .closed }
      guard state.waiting.count < limit else { throw .overloaded }
      state.waiting.append(element)
      guard state.idleThreads > 0 else { return false }
      state.idleThreads -= 1
      return true
    }
    if wakesThread { arrivals.signal() }
  }

  /// Blocks until there is an element. Returns nil once the queue is closed and empty.
  func next() -> Element? {
    while true {
      switch step() {
      case .element(let element): return element
      case .end: return nil
      case .wait: arrivals.wait()
      }
    }
  }

  /// The first element, or nil where none waits.
  func nextWaiting() -> Element? {
    state.withLock { $0.waiting.popFirst() }
  }

  /// Refuses new elements. Those that wait are still handed out.
  func close() {
    let sleepers = state.withLock { state in
      state.isClosed = true
      defer { state.idleThreads = 0 }
      return state.idleThreads
    }
    for _ in 0..<sleepers { arrivals.signal() }
  }

  private func step() -> Step {
    state.withLock { state in
      if let element = state.waiting.popFirst() { return .element(element) }
      guard !state.isClosed else { return .end }
      state.idleThreads += 1
      return .wait
    }
  }
}
