import ServiceLifecycle
import Storage

/// Forgets old system messages, once an hour.
package struct SystemMessageRetention: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [], named: "system message retention", atLeastEvery: .seconds(3600)) {
      try await recovery.forgetOldSystemMessages()
      return nil
    }
  }
}
