package import Recovery
import Synchronization

/// A sender that keeps what it is given and fails as it is told.
package final class RecordingSender: ChannelSender {
  private struct State {
    var sent: [OutboundMessage] = []
    var failures: [ChannelSendError] = []
  }

  private let state = Mutex(State())

  package init() {}

  package var sent: [OutboundMessage] { state.withLock { $0.sent } }

  /// The next sendings fail so, one after another.
  package func fail(with errors: ChannelSendError...) {
    state.withLock { $0.failures += errors }
  }

  package func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String? {
    let failure: ChannelSendError? = state.withLock { state in
      guard state.failures.isEmpty else { return state.failures.removeFirst() }
      state.sent.append(message)
      return nil
    }
    if let failure { throw failure }
    return "platform-\(message.id)"
  }
}
