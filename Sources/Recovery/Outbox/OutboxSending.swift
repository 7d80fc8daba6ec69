import Logging
import ServiceLifecycle
import Storage
import Synchronization

/// Sends what waits in the outbox, as soon as it is due. Each channel is served for itself, so that one whose platform
/// hangs holds up no other.
package struct OutboxSending: Service {
  private let recovery: Recovery
  private let senders: [ChannelKind: any ChannelSender]
  private let busy = BusyChannels()

  /// While a channel is served, what it leaves for later is looked for this often.
  private static let longestPauseWhileBusy: Duration = .seconds(1)

  package init(recovery: Recovery, senders: [ChannelKind: any ChannelSender]) {
    self.recovery = recovery
    self.senders = senders
  }

  package func run() async throws {
    // No more than the channels, because one that is busy is not found again.
    let (found, finder) = AsyncStream<String>.makeStream()
    await withDiscardingTaskGroup { group in
      group.addTask {
        await recovery.work(on: [.outbox], named: "outbox", atLeastEvery: .seconds(10)) { try await find(finder) }
        finder.finish()
      }
      for await channel in found { group.addTask { await serve(channel) } }
    }
  }

  /// Hands on the channels on which something is due.
  private func find(_ finder: AsyncStream<String>.Continuation) async throws -> Duration? {
    let sendings = try await recovery.nextSendings()
    let now = recovery.time.now()
    for (channel, due) in sendings where due <= now && busy.enter(channel) { finder.yield(channel) }
    let next = sendings.values.filter { $0 > now }.min().map { $0 - now }
    return busy.isEmpty ? next : min(next ?? Self.longestPauseWhileBusy, Self.longestPauseWhileBusy)
  }

  private func serve(_ channel: String) async {
    defer { busy.leave(channel) }
    do {
      try await recovery.sendOutbox(of: channel, through: senders)
    } catch {
      recovery.logger.error(
        "Sending on a channel failed and is tried again.", metadata: ["channel": "\(channel)", "error": "\(error)"])
    }
  }
}

/// The channels that are being served.
private final class BusyChannels: Sendable {
  private let ids = Mutex<Set<String>>([])

  var isEmpty: Bool { ids.withLock(\.isEmpty) }

  /// - Returns: false where it is being served already.
  func enter(_ id: String) -> Bool { ids.withLock { $0.insert(id).inserted } }

  func leave(_ id: String) { ids.withLock { _ = $0.remove(id) } }
}
