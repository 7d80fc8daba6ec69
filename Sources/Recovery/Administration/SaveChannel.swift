import Foundation
import Storage

extension Recovery {
  /// Makes a channel, or changes one.
  ///
  /// - Parameters:
  ///   - id: nil for a new one.
  ///   - version: the one that was read; nil to save over whatever is there.
  /// - Throws: ``InvalidInput`` where a value cannot be so, or names what is not there.
  package func save(
    _ channel: Provision.ChannelEntry, as id: String?, seen version: Int64?, by author: Operator
  ) async throws -> SaveOutcome {
    let channel = try channel.checked()
    return try await amend(by: author) { amendment in
      guard let id else { return try amendment.add(channel) }
      return try amendment.change(channel: id, to: channel, seen: version)
    }
  }

  /// Opens or shuts a channel. What came in before is processed, and replies are sent, also while it is shut.
  ///
  /// - Parameter version: the one that was read; nil to do it in any case.
  package func set(
    active: Bool, channel id: String, seen version: Int64?, by author: Operator
  ) async throws -> ActivationOutcome {
    try await amend(by: author) { amendment in
      let row = try amendment.connection.row(
        "SELECT name, version, disabled_at FROM channels WHERE id = $1\(amendment.lock)", [.text(id)])
      guard let row else { return .missing }
      guard try version == nil || version == row.integer("version") else { return .changedMeanwhile }
      guard try (row.optionalTime("disabled_at") == nil) != active else { return .done }
      try amendment.connection.execute(
        "UPDATE channels SET disabled_at = $2, version = version + 1 WHERE id = $1",
        [.text(id), .time(active ? nil : amendment.at)])
      try amendment.audit(active ? .activated : .deactivated, .channel, id, named: try row.text("name"))
      return .done
    }
  }
}

extension Amendment {
  /// Makes the channel, or brings the one of its name to this state.
  func put(_ channel: Provision.ChannelEntry) throws {
    guard try add(channel) == .nameTaken else { return }
    let row = try connection.row("SELECT id FROM channels WHERE name = $1", [.text(channel.name)])
    guard let id = try row?.text("id") else { return }
    _ = try change(channel: id, to: channel, seen: nil)
  }

  func add(_ channel: Provision.ChannelEntry) throws -> SaveOutcome {
    try checkTrust(in: channel)
    let row = try connection.row(
      """
      INSERT INTO channels (id, name, kind, queue_id, owner_id, options, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO NOTHING RETURNING id
      """,
      [.text(newID())] + (try values(of: channel)) + [.time(at)])
    guard let id = try row?.text("id") else { return .nameTaken }
    try audit(.created, .channel, id, named: channel.name, FieldChange.between([], channel.facts))
    return .saved(id: id)
  }

  func change(
    channel id: String, to channel: Provision.ChannelEntry, seen version: Int64?
  ) throws -> SaveOutcome {
    let row = try connection.row("SELECT version FROM channels WHERE id = $1\(lock)", [.text(id)])
    guard let current = try row?.integer("version") else { return .missing }
    guard version == nil || version == current else { return .changedMeanwhile }
    try checkTrust(in: channel)
    let values = try values(of: channel)
    let before = try connection.channel(id)?.entry
    let changes = FieldChange.between(before?.facts ?? [], channel.facts)
    guard !changes.isEmpty else { return .saved(id: id) }
    let changed = try connection.execute(
      """
      UPDATE channels SET name = $2, kind = $3, queue_id = $4, owner_id = $5, options = $6, version = version + 1
      WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM channels other WHERE other.name = $2 AND other.id <> $1)
      """,
      [.text(id)] + values)
    guard changed == 1 else { return .nameTaken }
    if before?.account != channel.account { try connection.tryFailedAgain(on: id, at: at) }
    try audit(.changed, .channel, id, named: channel.name, changes)
    return .saved(id: id)
  }

  /// Administrators are not trusted with the server's secrets, and could have each of them sent to wherever they like.
  /// So they may name what the command line has named together for one channel of this kind, and variables that are meant
  /// for channels.
  private func checkTrust(in channel: Provision.ChannelEntry) throws {
    let asked = channel.options.filter { ChannelOptions.concernsSecrets($0.key) }.sorted { $0.key < $1.key }
    guard by != nil, !asked.isEmpty else { return }
    let prefix = ChannelOptions.variablePrefix
    let foreign = asked.filter { !$0.key.hasSuffix("-env") || !$0.value.hasPrefix(prefix) }
    let known = try connection.options(ofKind: channel.kind)
    guard !known.contains(where: { one in foreign.allSatisfy { one[$0.key] == $0.value } }) else { return }
    // Where each by itself is known, it is the address that does not belong to the secret.
    let unknown = foreign.first { option in !known.contains { $0[option.key] == option.value } }
    guard let option = (unknown ?? foreign.first { !$0.key.hasSuffix("-env") } ?? foreign.first)?.key else { return }
    throw InvalidInput(
      field: option,
      message: option.hasSuffix("-env")
        ? "A name that begins with \(prefix); others «answerback provision» may give."
        : "Another address is given by «answerback provision» only.")
  }

  /// Name, kind, queue, owner and options, as they are stored.
  private func values(of channel: Provision.ChannelEntry) throws -> [SQLValue] {
    let queue = try channel.queue.map { try connection.id(in: "queues", where: "name", $0, field: "queue") }
    let owner = try channel.owner.map { try connection.ownerID($0, field: "owner") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let options = String(decoding: try encoder.encode(channel.options), as: UTF8.self)
    return [
      .text(channel.name), .text(channel.kind.rawValue), .optional(queue), .optional(owner), .text(options),
    ]
  }
}

extension SQLConnection {
  /// Lets what failed on the channel be tried now, as if for the first time: what it failed by need not hold any more. A
  /// pause that the platform asked for is kept.
  fileprivate func tryFailedAgain(on channelID: String, at now: Timestamp) throws {
    var arguments = SQLArguments()
    let due = arguments.add(.time(now))
    let failed = [DeliveryFailure.Kind.platformUnreachable, .unauthorised]
      .map { "failure LIKE \(arguments.add(.text(DeliveryFailure($0, "%").stored)))" }.joined(separator: " OR ")
    try execute(
      """
      UPDATE outbox SET due_at = \(due), attempts = 0
      WHERE channel_id = \(arguments.add(.text(channelID))) AND due_at > \(due) AND (\(failed))
      """,
      arguments.values)
    signal(.outbox)
  }
}

extension Provision.ChannelEntry {
  /// As whom we write, and where: what sending can fail by. The other options are for what comes in.
  fileprivate var account: [String: String] {
    let incoming: Set = ["mode", "origins", "secret-env", "verify-token-env"]
    return options.filter { !incoming.contains($0.key) }.merging(["kind": kind.rawValue]) { first, _ in first }
  }

  /// The entry as it is stored.
  ///
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  func checked() throws(InvalidInput) -> Self {
    guard name.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else {
      throw InvalidInput(field: "name", message: "At most 64 Latin letters, digits, - and _.")
    }
    try ChannelOptions.check(options, of: kind)
    return Self(
      name: name, kind: kind, queue: queue, owner: owner, options: ChannelOptions.normalised(options))
  }

  /// What the audit list tells of it. Options hold the names of secrets, not the secrets.
  var facts: [(String, String)] {
    [("name", name), ("kind", kind.rawValue), ("queue", queue ?? ""), ("owner", owner?.lowercased() ?? "")]
      + options.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
