import ServiceLifecycle
import Storage

extension Recovery {
  /// How long a processed body is kept: platforms repeat what we did not acknowledge for up to a day, and by its key it
  /// is known again.
  static let inboundRetention: Duration = .seconds(48 * 60 * 60)

  /// Deletes processed bodies that nobody will repeat any more, a thousand in one transaction. Dead letters stay.
  package func forgetProcessedInbound() async throws {
    let limit = time.now() - Self.inboundRetention
    while true {
      let deleted = try await database.write { connection in
        try connection.execute(
          """
          DELETE FROM inbound WHERE position IN (
            SELECT position FROM inbound WHERE state = 'done' AND received_at < $1 ORDER BY received_at LIMIT 1000)
          """,
          [.time(limit)])
      }
      guard deleted == 1000 else { return }
    }
  }
}

/// Forgets what was processed, once an hour.
package struct InboundRetention: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    await recovery.work(on: [], named: "inbound retention", atLeastEvery: .seconds(3600)) {
      try await recovery.forgetProcessedInbound()
      return nil
    }
  }
}
