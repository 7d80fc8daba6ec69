import Dispatch
import Foundation

/// Threads that belong together, so that their end can be awaited.
///
/// Blocking calls of the engines run here and never on the threads of Swift concurrency, of which there are only as many
/// as cores.
final class WorkerThreads: Sendable {
  private let running = DispatchGroup()

  /// Starts a thread that ends with `body`.
  ///
  /// - Parameter name: at most 15 characters, as Linux allows.
  func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    running.enter()
    let thread = Thread { [running] in
      // Only a thread's own naming of itself is seen from outside.
      Thread.current.name = name
      body()
      running.leave()
    }
    thread.start()
  }

  /// Returns when all threads have ended.
  func ended() async {
    await withCheckedContinuation { continuation in
      running.notify(queue: .global()) { continuation.resume() }
    }
  }
}
