import Storage

/// What waits on a channel that should not wait.
package struct ChannelHealth: Hashable, Sendable {
  /// What came in and was not understood.
  package var deadLetters = 0
  /// Replies that could not be sent at once and are tried again.
  package var failingReplies = 0

  package init() {}
}

extension Recovery {
  /// How far waiting rows are counted.
  package static let healthLimit = 10_000

  /// What waits, by the channels' ids. Counted up to ``healthLimit`` rows of each kind.
  package func channelHealth() async throws -> [String: ChannelHealth] {
    try await database.read { connection in
      var health: [String: ChannelHealth] = [:]
      for (id, count) in try connection.counts(in: "inbound WHERE state = 'dead'") {
        health[id, default: ChannelHealth()].deadLetters = count
      }
      for (id, count) in try connection.counts(in: "outbox WHERE failure IS NOT NULL") {
        health[id, default: ChannelHealth()].failingReplies = count
      }
      return health
    }
  }
}

extension SQLConnection {
  fileprivate func counts(in source: String) throws -> [(String, Int)] {
    try rows(
      """
      SELECT channel_id, count(*) AS number
      FROM (SELECT channel_id FROM \(source) LIMIT \(Recovery.healthLimit)) AS waiting GROUP BY channel_id
      """
    ).map { (try $0.text("channel_id"), Int(try $0.integer("number"))) }
  }
}
