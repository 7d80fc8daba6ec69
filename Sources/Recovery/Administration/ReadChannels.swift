import Storage

/// A channel as administrators see it.
package struct ChannelRecord: Hashable, Sendable {
  package let channel: Channel
  package let queue: Reference?
  package let owner: Reference?
  /// The owner's login.
  package let ownerLogin: String?
  /// Since when it is shut; nil where it is open.
  package let disabledAt: Timestamp?
  package let version: Int64

  /// As `provision` describes it.
  package var entry: Provision.ChannelEntry {
    .init(
      name: channel.name, kind: channel.kind, queue: queue?.name, owner: ownerLogin, options: channel.options)
  }
}

extension Recovery {
  /// All channels, also those that are shut, by name; at most 1,000.
  package func channels() async throws -> [ChannelRecord] { try await database.read { try $0.channels() } }
}

extension SQLConnection {
  func channels() throws -> [ChannelRecord] {
    try rows(
      """
      SELECT n.id AS id, n.name AS name, n.kind AS kind, n.queue_id AS queue_id, q.name AS queue_name,
        n.owner_id AS owner_id, o.name AS owner_name, o.login AS owner_login, n.options AS options,
        n.disabled_at AS disabled_at, n.version AS version
      FROM channels n LEFT JOIN queues q ON q.id = n.queue_id LEFT JOIN operators o ON o.id = n.owner_id
      ORDER BY n.name LIMIT 1000
      """
    ).map { row in
      ChannelRecord(
        channel: try Channel(row: row), queue: try row.reference("queue"), owner: try row.reference("owner"),
        ownerLogin: try row.optionalText("owner_login"), disabledAt: try row.optionalTime("disabled_at"),
        version: try row.integer("version"))
    }
  }
}
