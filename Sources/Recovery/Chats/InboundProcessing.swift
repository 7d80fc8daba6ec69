import Logging
import ServiceLifecycle
import Storage

/// Processes what webhooks stored, as soon as it is there.
package struct InboundProcessing: Service {
  private let recovery: Recovery
  private let receivers: [ChannelKind: any ChannelReceiver]

  package init(recovery: Recovery, receivers: [ChannelKind: any ChannelReceiver]) {
    self.recovery = recovery
    self.receivers = receivers
  }

  package func run() async throws {
    await recovery.work(on: [.inbound], named: "inbound processing", atLeastEvery: .seconds(5)) {
      while try await recovery.processInbound(with: receivers) > 0 {
        if Task.isShuttingDownGracefully { return nil }
      }
      return nil
    }
  }
}
