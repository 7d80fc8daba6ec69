import ServiceLifecycle
import Storage

/// Reminds the owners of Activities when they wanted to be.
package struct ReminderWatch: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(
      on: [.history], named: "reminders", atLeastEvery: .seconds(30), restingFor: .milliseconds(500)
    ) {
      guard let next = try await recovery.remindOwners() else { return nil }
      return max(.zero, next - recovery.time.now())
    }
  }
}
