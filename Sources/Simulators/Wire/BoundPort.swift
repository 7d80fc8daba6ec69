import Synchronization

/// That a server stopped before it listened, most likely because its port is taken.
package struct NotListening: Error {
  package init() {}
}

/// The port on which a server listens, known only once it does.
final class BoundPort: Sendable {
  private enum State {
    case unknown([CheckedContinuation<Int, any Error>])
    case known(Int)
    case failed
  }

  private let state = Mutex(State.unknown([]))

  /// Waits until the server listens.
  ///
  /// - Throws: ``NotListening`` where it never will.
  func value() async throws -> Int {
    try await withCheckedThrowingContinuation { continuation in
      state.withLock { state in
        switch state {
        case .unknown(let waiting): state = .unknown(waiting + [continuation])
        case .known(let port): continuation.resume(returning: port)
        case .failed: continuation.resume(throwing: NotListening())
        }
      }
    }
  }

  func listens(on port: Int) {
    settle(.known(port)) { $0.resume(returning: port) }
  }

  /// Ends the waiting; a port that is known stays known.
  func stopped() {
    settle(.failed) { $0.resume(throwing: NotListening()) }
  }

  private func settle(_ outcome: State, _ resume: (CheckedContinuation<Int, any Error>) -> Void) {
    let waiting = state.withLock { state -> [CheckedContinuation<Int, any Error>] in
      guard case .unknown(let waiting) = state else { return [] }
      state = outcome
      return waiting
    }
    waiting.forEach(resume)
  }
}
