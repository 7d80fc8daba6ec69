import ServiceLifecycle
import Storage
import Synchronization

extension Recovery {
  /// How long a visitor who never wrote is known again.
  package static let visitorRetention: Duration = .seconds(7 * 24 * 60 * 60)

  /// How many visitors are looked at in one go.
  private static let visitorsAtOnce = 500

  /// Deletes visitors who never wrote, a part of those looked at in each transaction. Whoever wrote by then stays for good.
  ///
  /// - Parameter place: what the last call returned, so that those who stay are looked at once; empty for all.
  /// - Returns: up to where it looked.
  package func forgetSilentVisitors(after place: String = "") async throws -> String {
    var reached = place
    while true {
      let part = try await oldVisitors(after: reached)
      let silent = part.filter { !$0.wrote }.map(\.id)
      if !silent.isEmpty { try await forget(visitors: silent) }
      reached = part.last?.id ?? reached
      guard part.count == Self.visitorsAtOnce else { return reached }
    }
  }

  /// Ids grow with time: behind the first young one all are young.
  private func oldVisitors(after place: String) async throws -> [(id: String, wrote: Bool)] {
    let limit = time.now() - Self.visitorRetention
    return try await database.read { connection in
      try connection.rows(
        """
        SELECT v.id AS id, v.created_at AS created_at, (SELECT ch.id FROM chats ch
          WHERE ch.channel_id = v.channel_id AND ch.external_id = v.id LIMIT 1) AS chat_id
        FROM visitors v WHERE v.id > $1 ORDER BY v.id LIMIT $2
        """,
        [.text(place), .integer(Int64(Self.visitorsAtOnce))]
      ).prefix { try $0.time("created_at") < limit }
        .map { (try $0.text("id"), try $0.optionalText("chat_id") != nil) }
    }
  }

  /// They are locked before one looks again whether they wrote, so that a first message that comes meanwhile is kept.
  private func forget(visitors ids: [String]) async throws {
    let lock = database.engine.lockingSuffix
    try await database.write { connection in
      var arguments = SQLArguments()
      let list = arguments.list(ids)
      if !lock.isEmpty {
        _ = try connection.rows("SELECT id FROM visitors WHERE id IN (\(list)) ORDER BY id\(lock)", arguments.values)
      }
      try connection.execute(
        """
        DELETE FROM visitors WHERE id IN (\(list)) AND NOT EXISTS (
          SELECT 1 FROM chats ch WHERE ch.channel_id = visitors.channel_id AND ch.external_id = visitors.id)
        """,
        arguments.values)
    }
  }
}

/// Forgets visitors who never wrote, once an hour.
package struct VisitorRetention: Service {
  private let recovery: Recovery

  package init(recovery: Recovery) { self.recovery = recovery }

  package func run() async throws {
    let reached = Mutex("")
    await recovery.work(on: [], named: "visitor retention", atLeastEvery: .seconds(3600)) {
      let place = try await recovery.forgetSilentVisitors(after: reached.withLock { $0 })
      reached.withLock { $0 = place }
      return nil
    }
  }
}
