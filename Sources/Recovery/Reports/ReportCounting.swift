import ServiceLifecycle
import Storage

/// Follows the history and keeps the sums of the reports up to date.
package struct ReportCounting: Service {
  private let recovery: Recovery

  /// How long changes may gather, so that a storm of them is counted together.
  private static let rest: Duration = .milliseconds(500)
  /// While much waits, counting takes a fifth of the time, and leaves the rest to whoever works.
  private static let restsForWork = 4

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [.history], named: "reports", atLeastEvery: .seconds(30), restingFor: Self.rest) {
      while !Task.isShuttingDownGracefully {
        let began = ContinuousClock.now
        guard try await recovery.countHistory() else { break }
        let pause = (ContinuousClock.now - began) * Self.restsForWork
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: pause) }
      }
      return nil
    }
  }
}
