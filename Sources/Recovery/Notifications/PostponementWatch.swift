import ServiceLifecycle
import Storage

/// Brings notifications back when the time for which they were put off is over.
package struct PostponementWatch: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(
      on: [.history], named: "postponed notifications", atLeastEvery: .seconds(30), restingFor: .milliseconds(100)
    ) {
      guard let next = try await recovery.bringBackPostponed() else { return nil }
      return max(.zero, next - recovery.time.now())
    }
  }
}
