package import Recovery
import Synchronization

/// A clock that stands still until a test moves it.
package final class TestTime: TimeSource {
  private let moment: Mutex<Timestamp>

  /// - Parameter start: by default a Wednesday, 2026-11-18 at 12:00 in Kyiv.
  package init(_ start: Timestamp = Timestamp(milliseconds: 1_794_996_000_000)) {
    moment = Mutex(start)
  }

  package func now() -> Timestamp { moment.withLock { $0 } }

  package func advance(by span: Duration) { moment.withLock { $0 = $0 + span } }

  package func set(_ time: Timestamp) { moment.withLock { $0 = time } }
}
