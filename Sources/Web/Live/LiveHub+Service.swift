import Logging
import Recovery
import ServiceLifecycle
import Storage

extension LiveHub {
  /// Follows the history until shutdown.
  package func run() async throws {
    let (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        group.addTask {
          for await _ in self.recovery.database.changes.wakeUps(for: [.history]) { wake.yield() }
        }
        group.addTask { await self.tick { wake.yield() } }
        await self.follow(wakeUps)
        group.cancelAll()
      }
    }
  }

  /// Reads on at each wake-up. What cannot be read now is read at a later one.
  private func follow(_ wakeUps: AsyncStream<Void>) async {
    var reader = HistoryReader()
    var audiences = LiveAudiences()
    var hasBegun = false
    for await _ in wakeUps {
      do {
        repeat {
          let entries = try await reader.next(from: recovery)
          if !hasBegun { startAfresh() }
          hasBegun = true
          try await tell(of: entries, &audiences)
        } while reader.hasMore
      } catch is CancellationError {
        return
      } catch {
        startAfresh()
        logger.warning("Live pages are behind.", metadata: ["error": "\(error)"])
      }
    }
  }

  private func tell(of entries: [HistoryEntry], _ audiences: inout LiveAudiences) async throws {
    guard !entries.isEmpty, !skipUnheard() else { return }
    publish(try await rendering.drafts(for: entries, &audiences, variants: variants(of:)))
    // Of a customer who was erased, nothing is left on open pages and nothing is told again.
    if entries.contains(where: { $0.what == .contactErased }) { startAfresh() }
    await takeBackDepartures(entries)
  }

  /// Another machine may learn that a customer's connection broke off when they are here again already.
  private func takeBackDepartures(_ entries: [HistoryEntry]) async {
    let departures = entries.filter { $0.what == .left }
    guard !departures.isEmpty else { return }
    do {
      for chat in try await recovery.subjects(of: departures).chats.values {
        let visitor = Visitor(id: chat.externalID, channelID: chat.channelID)
        let key = LiveAudience.key(ofVisitor: visitor.id, on: visitor.channelID)
        if streams(of: key) > 0 { try await recovery.arrived(visitor) }
      }
    } catch {
      logger.warning("Whether a customer is here was not noted.", metadata: ["error": "\(error)"])
    }
  }

  /// Once a second: signs of life, and a look at the history in case a wake-up was lost.
  private func tick(_ wake: @Sendable () -> Void) async {
    var count = 0
    wake()
    while true {
      do { try await Task.sleep(for: .seconds(1)) } catch { return }
      count += 1
      let shards = state.withLock { Array($0.shards.values) }
      for shard in shards { shard.tick(count) }
      wake()
      if count % Self.secondsBetweenSigns == 0 { await notePresence(checkSessions: count % 60 == 0) }
    }
  }

  /// Whoever has a stream is here.
  private func notePresence(checkSessions: Bool) async {
    let subscriptions = state.withLock { Array($0.subscriptions.values) }
    var noted = Set<String>()
    for subscription in subscriptions {
      guard let viewer = subscription.viewer else { continue }
      do {
        if noted.insert(viewer.id).inserted { try await recovery.seen(viewer) }
        if checkSessions, let token = subscription.token, try await recovery.authenticate(token: token) == nil {
          subscription.end()
        }
      } catch {
        logger.warning("Presence was not noted.", metadata: ["error": "\(error)"])
      }
    }
  }
}
