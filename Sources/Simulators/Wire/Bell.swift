import ServiceLifecycle
import Synchronization

/// Wakes one task that waits for something to change.
///
/// In this order nothing is missed: ``listen()``, look, then wait; a ring after the listening began is remembered, once.
final class Bell: Sendable {
  private let listener = Mutex<AsyncStream<Void>.Continuation?>(nil)

  /// Begins to listen. Whoever listened before is woken, and hears no more.
  func listen() -> Listening {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    listener.withLock { listener in
      listener?.finish()
      listener = continuation
    }
    return Listening(stream: stream, continuation: continuation)
  }

  func ring() {
    listener.withLock { _ = $0?.yield() }
  }

  struct Listening: Sendable {
    fileprivate let stream: AsyncStream<Void>
    fileprivate let continuation: AsyncStream<Void>.Continuation

    /// Returns when the bell rings, the time is over, the task is cancelled or the process shuts down.
    func wait(atMost limit: Duration) async {
      await withTaskCancellationOrGracefulShutdownHandler {
        await ring(within: limit)
      } onCancelOrGracefulShutdown: {
        continuation.finish()
      }
    }

    private func ring(within limit: Duration) async {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { for await _ in stream { return } }
        group.addTask {
          do { try await Task.sleep(for: limit) } catch {
            // Cancelled, because the bell rang.
          }
        }
        await group.next()
        group.cancelAll()
      }
    }
  }
}
