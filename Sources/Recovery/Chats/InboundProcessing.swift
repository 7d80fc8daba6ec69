import Logging
import ServiceLifecycle
import Storage

/// Processes what webhooks stored, as soon as it is there.
///
/// While more is delivered it takes turns with the webhooks for the one writer: whoever delivers waits for the 200, what
/// is stored is safe.
package struct InboundProcessing: Service {
  private static let longestRest: Duration = .milliseconds(10)

  private let recovery: Recovery
  private let receivers: [ChannelKind: any ChannelReceiver]

  package init(recovery: Recovery, receivers: [ChannelKind: any ChannelReceiver]) {
    self.recovery = recovery
    self.receivers = receivers
  }

  package func run() async throws {
    await recovery.work(on: [.inbound], named: "inbound processing", atLeastEvery: .seconds(5)) {
      var newest = try await recovery.newestInbound()
      while true {
        let began = ContinuousClock.now
        guard try await recovery.processInbound(with: receivers) > 0 else { return nil }
        if Task.isShuttingDownGracefully { return nil }
        let worked = ContinuousClock.now - began
        let before = newest
        newest = try await recovery.newestInbound()
        if newest > before { try await Task.sleep(for: min(worked, Self.longestRest)) }
      }
    }
  }
}
