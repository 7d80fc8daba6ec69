import ServiceLifecycle
import Storage

/// Sends what waits in the outbox, as soon as it is due.
package struct OutboxSending: Service {
  private let recovery: Recovery
  private let senders: [ChannelKind: any ChannelSender]

  package init(recovery: Recovery, senders: [ChannelKind: any ChannelSender]) {
    self.recovery = recovery
    self.senders = senders
  }

  package func run() async throws {
    await recovery.work(on: [.outbox], named: "outbox", atLeastEvery: .seconds(10)) {
      guard let next = try await recovery.sendOutbox(through: senders) else { return nil }
      return max(.zero, next - recovery.time.now())
    }
  }
}
