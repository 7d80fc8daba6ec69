import Logging
package import ServiceLifecycle
import Storage

/// Keeps each open channel in touch with its platform: what a channel needs runs from when the channel appears until it is
/// shut or changed, and then as it is described anew.
package struct ChannelDuties: Service {
  private let recovery: Recovery
  private let duty: @Sendable (Channel) -> (any Service)?

  /// In case a wake-up was lost on its way.
  private static let longest: Duration = .seconds(30)

  /// - Parameter duty: what a channel needs; nil where it needs nothing. It must end when it is cancelled.
  package init(recovery: Recovery, duty: @escaping @Sendable (Channel) -> (any Service)?) {
    self.recovery = recovery
    self.duty = duty
  }

  package func run() async throws {
    await withDiscardingTaskGroup { group in
      var known: Set<String> = []
      while !Task.isCancelled, !Task.isShuttingDownGracefully {
        // Before the channels are read, so that none that comes meanwhile is slept over.
        let wakeUps = recovery.database.changes.wakeUps(for: [.directory])
        // Channels are never deleted, so that one task for each is all there ever is.
        for channel in await channels() where known.insert(channel.id).inserted {
          group.addTask { await attend(to: channel) }
        }
        await cancelWhenGracefulShutdown { await Recovery.wait(for: wakeUps, atMost: Self.longest) }
      }
    }
  }

  /// Does what the channel needs, again and again as it is changed.
  private func attend(to first: Channel) async {
    var channel = first
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      channel = await withTaskGroup(of: Channel?.self) { [channel] group in
        if channel.isOpen, let service = duty(channel) {
          group.addTask {
            await run(service, for: channel)
            return nil
          }
        }
        group.addTask { await change(of: channel) }
        defer { group.cancelAll() }
        // A service that ended by itself is not begun again before the channel changes.
        for await changed in group { if let changed { return changed } }
        return channel
      }
    }
  }

  private func run(_ service: any Service, for channel: Channel) async {
    do {
      try await service.run()
    } catch {
      recovery.logger.error(
        "A channel's service failed.", metadata: ["channel": "\(channel.name)", "error": "\(error)"])
    }
  }

  /// Waits until the channel is another than it was; nil at the end of the program.
  private func change(of channel: Channel) async -> Channel? {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let wakeUps = recovery.database.changes.wakeUps(for: [.directory])
        if let now = await current(channel), now != channel { return now }
        await Recovery.wait(for: wakeUps, atMost: Self.longest)
      }
      return nil
    }
  }

  /// All channels as they are stored now; where they cannot be read, those that could be, and it is tried again.
  private func channels() async -> [Channel] {
    var found: [Channel] = []
    var next: String?
    repeat {
      let after = next
      let page = await orTellOfIt { try await recovery.channels(after: after, limit: 1000) }
      found += page?.channels.map(\.channel) ?? []
      next = page?.next
    } while next != nil
    return found
  }

  /// The channel as it is stored now; nil where it cannot be read, which is tried again.
  private func current(_ channel: Channel) async -> Channel? {
    await orTellOfIt { try await recovery.channel(channel.id) }??.channel
  }

  private func orTellOfIt<Value>(_ read: () async throws -> Value) async -> Value? {
    do {
      return try await read()
    } catch {
      recovery.logger.error("The channels could not be read.", metadata: ["error": "\(error)"])
      return nil
    }
  }
}
