import Recovery
import Synchronization

/// The clock of the demo's past: it stands where the story has come to.
final class PastClock: TimeSource {
  private let moment: Mutex<Timestamp>

  init(_ start: Timestamp) { moment = Mutex(start) }

  func now() -> Timestamp { moment.withLock { $0 } }

  /// Moves on to `time`; never back.
  func move(to time: Timestamp) { moment.withLock { $0 = max($0, time) } }
}
