import ServiceLifecycle
import Storage

/// Watches the queues' times: sleeps until the next Activity may be overdue, or until something happens.
package struct DeadlineSweeper: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(
      on: [.history, .directory], named: "deadlines", atLeastEvery: .seconds(30), restingFor: .milliseconds(500)
    ) {
      guard let next = try await recovery.sweepDeadlines() else { return nil }
      return max(.zero, next - recovery.time.now())
    }
  }
}
