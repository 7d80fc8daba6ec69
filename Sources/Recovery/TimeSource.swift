import Foundation

/// Tells the time. Rules never ask the system, so that tests can move the clock.
package protocol TimeSource: Sendable {
  func now() -> Timestamp
}

/// The system's clock.
package struct SystemTime: TimeSource {
  package init() {}

  package func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
