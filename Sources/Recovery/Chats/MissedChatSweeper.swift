import ServiceLifecycle
import Storage

/// Watches the clock: sleeps until the next chat is due, or until a chat changes.
package struct MissedChatSweeper: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [.chats], named: "missed chats", atLeastEvery: .seconds(30), restingFor: .milliseconds(100))
    {
      guard let due = try await recovery.sweepMissedChats() else { return nil }
      return max(.zero, due - recovery.time.now())
    }
  }
}
