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

/// One page of the channels.
package struct ChannelPage: Sendable {
  package let channels: [ChannelRecord]
  /// Where the next page begins; nil after the last.
  package let next: String?
}

extension Recovery {
  /// The channels, also those that are shut, by name.
  ///
  /// - Parameters:
  ///   - cursor: the `next` of the page before.
  ///   - limit: how many at most, up to 1,000.
  package func channels(after cursor: String? = nil, limit: Int = 200) async throws -> ChannelPage {
    let limit = min(max(1, limit), 1000)
    let channels = try await database.read { try $0.channels(after: cursor, limit: limit + 1) }
    return ChannelPage(
      channels: Array(channels.prefix(limit)), next: channels.count > limit ? channels[limit - 1].channel.id : nil)
  }

  /// The channel, also one that is shut; nil where there is none of this id.
  package func channel(_ id: String) async throws -> ChannelRecord? { try await database.read { try $0.channel(id) } }
}

extension SQLConnection {
  func channel(_ id: String) throws -> ChannelRecord? {
    try row("\(channelColumns) WHERE n.id = $1", [.text(id)]).map(ChannelRecord.init(row:))
  }

  /// What the channels of a kind are told, by option.
  func options(ofKind kind: ChannelKind) throws -> [[String: String]] {
    try rows("\(channelColumns) WHERE n.kind = $1", [.text(kind.rawValue)]).map { try Channel(row: $0).options }
  }

  fileprivate func channels(after cursor: String?, limit: Int) throws -> [ChannelRecord] {
    var arguments = SQLArguments()
    let condition =
      cursor.map { "WHERE n.name > (SELECT name FROM channels WHERE id = \(arguments.add(.text($0))))" } ?? ""
    return try rows(
      "\(channelColumns) \(condition) ORDER BY n.name LIMIT \(arguments.add(.integer(Int64(limit))))", arguments.values
    ).map(ChannelRecord.init(row:))
  }
}

private let channelColumns = """
  SELECT n.id AS id, n.name AS name, n.kind AS kind, n.queue_id AS queue_id, q.name AS queue_name,
    n.owner_id AS owner_id, o.name AS owner_name, o.login AS owner_login, n.options AS options,
    n.disabled_at AS disabled_at, n.version AS version
  FROM channels n LEFT JOIN queues q ON q.id = n.queue_id LEFT JOIN operators o ON o.id = n.owner_id
  """

extension ChannelRecord {
  fileprivate init(row: SQLRow) throws {
    self.init(
      channel: try Channel(row: row), queue: try row.reference("queue"), owner: try row.reference("owner"),
      ownerLogin: try row.optionalText("owner_login"), disabledAt: try row.optionalTime("disabled_at"),
      version: try row.integer("version"))
  }
}
