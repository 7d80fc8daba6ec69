import Logging
import ServiceLifecycle
import Storage

extension Recovery {
  /// Runs `step` now, after every wake-up of `topics`, and when the time that it asked for has come, until shutdown.
  ///
  /// A failed step is logged and tried again after a second: the work is in the database and waits there.
  ///
  /// - Parameters:
  ///   - longest: how long to sleep at most, in case a wake-up was lost on its way.
  ///   - rest: how long to let wake-ups gather after a step, so that a storm of them costs little.
  ///   - step: returns when it wants to run next, or nil for «when something changes».
  func work(
    on topics: Set<Topic>, named name: String, atLeastEvery longest: Duration, restingFor rest: Duration = .zero,
    _ step: @escaping @Sendable () async throws -> Duration?
  ) async {
    while !Task.isCancelled, !Task.isShuttingDownGracefully {
      // Before the step, so that nothing that comes meanwhile is slept over; anew each time, because waiting ends it.
      let wakeUps = database.changes.wakeUps(for: topics)
      let pause = await attempt(named: name, step)
      // A step that runs is let finish at shutdown; only the waiting is cut short.
      await cancelWhenGracefulShutdown {
        if rest > .zero { try? await Task.sleep(for: rest) }
        await Self.wait(for: wakeUps, atMost: min(pause ?? longest, longest) - rest)
      }
    }
  }

  private func attempt(named name: String, _ step: @Sendable () async throws -> Duration?) async -> Duration? {
    do {
      return try await step()
    } catch is CancellationError {
      return nil
    } catch {
      logger.error("A step failed and is tried again.", metadata: ["work": "\(name)", "error": "\(error)"])
      return .seconds(1)
    }
  }

  /// Waits for a wake-up, or until the time is over.
  static func wait(for wakeUps: AsyncStream<Void>, atMost pause: Duration) async {
    guard pause > .zero else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { _ = await wakeUps.first { _ in true } }
      group.addTask { try? await Task.sleep(for: pause) }
      await group.next()
      group.cancelAll()
    }
  }
}
