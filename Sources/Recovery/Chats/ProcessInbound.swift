import Storage

/// A stored body that waits to be understood.
private struct PendingBody: Sendable {
  let position: Int64
  let channelID: String
  let body: String
}

extension Recovery {
  /// How many bodies one transaction takes; few enough that webhooks need not wait long for their turn.
  static let bodiesAtOnce = 24

  /// Processes the oldest stored bodies. Each is processed once: its row is marked in the transaction of its effects.
  ///
  /// - Returns: how many were there; 0 when nothing is left.
  package func processInbound(with receivers: [ChannelKind: any ChannelReceiver]) async throws -> Int {
    let pending = try await pendingBodies()
    guard !pending.isEmpty else { return 0 }
    let directory = try await directory(knowing: pending.map(\.channelID))
    let understood = pending.map { body in (body, Self.understand(body, directory, receivers)) }
    do {
      try await database.write { connection in
        for (body, meaning) in understood { try self.process(body, meaning, directory, in: connection) }
      }
    } catch let error as DatabaseError where error.isTransient {
      throw error
    } catch {
      try await processSingly(understood, directory)
    }
    return pending.count
  }

  /// After a failed batch: whatever fails alone as well is a dead letter, so that it holds nothing up.
  private func processSingly(_ understood: [(PendingBody, Meaning)], _ directory: Directory) async throws {
    for (body, meaning) in understood {
      do {
        try await database.write { try self.process(body, meaning, directory, in: $0) }
      } catch let error as DatabaseError where error.isTransient {
        throw error
      } catch {
        let failure = Meaning.failure(NotUnderstood(why: "\(error)"))
        try await database.write { try self.process(body, failure, directory, in: $0) }
      }
    }
  }

  private func pendingBodies() async throws -> [PendingBody] {
    try await database.read { connection in
      try connection.rows(
        "SELECT position, channel_id, body FROM inbound WHERE state = 'pending' ORDER BY position LIMIT $1",
        [.integer(Int64(Self.bodiesAtOnce))]
      ).map {
        PendingBody(
          position: try $0.integer("position"), channelID: try $0.text("channel_id"), body: try $0.text("body"))
      }
    }
  }

  /// The position of the body that was stored last; 0 where none was.
  func newestInbound() async throws -> Int64 {
    try await database.read { connection in
      try connection.row("SELECT max(position) AS newest FROM inbound")?.optionalInteger("newest") ?? 0
    }
  }

  private typealias Meaning = Result<(channel: Channel, events: [InboundEvent]), NotUnderstood>

  private static func understand(
    _ body: PendingBody, _ directory: Directory, _ receivers: [ChannelKind: any ChannelReceiver]
  ) -> Meaning {
    guard let channel = directory.channel(id: body.channelID), let receiver = receivers[channel.kind] else {
      return .failure(NotUnderstood(why: "There is no channel that understands it."))
    }
    do {
      return .success((channel, try receiver.events(in: Array(body.body.utf8))))
    } catch {
      return .failure(NotUnderstood(why: "\(error)"))
    }
  }

  private func process(
    _ body: PendingBody, _ meaning: Meaning, _ directory: Directory, in connection: any SQLConnection
  ) throws {
    let failure: String? = if case .failure(let reason) = meaning { String(reason.why.prefix(500)) } else { nil }
    let claimed = try connection.execute(
      "UPDATE inbound SET state = $2, failure = $3 WHERE position = $1 AND state = 'pending'",
      [.integer(body.position), .text(failure == nil ? "done" : "dead"), .optional(failure)])
    guard claimed == 1, case .success(let (channel, events)) = meaning else { return }
    for event in events { try apply(event, on: channel, directory, in: connection) }
  }

  private func apply(
    _ event: InboundEvent, on channel: Channel, _ directory: Directory, in connection: any SQLConnection
  ) throws {
    switch event {
    case .message(let message): _ = try receive(message, on: channel, rules: directory, in: connection)
    case .answeredElsewhere(let chat, let at):
      try answeredElsewhere(chat: chat, at: at, on: channel, directory, in: connection)
    case .unreachable(let chat, _):
      let now = time.now()
      let row = try connection.openChat(channel: channel.id, externalID: chat, lock: database.engine.lockingSuffix)
      if let row { try connection.record(.unreachable, at: now, chat: row.id) }
    case .ignored: break
    }
  }

  private func answeredElsewhere(
    chat externalID: String, at answeredAt: Timestamp, on channel: Channel, _ directory: Directory,
    in connection: any SQLConnection
  ) throws {
    let now = time.now()
    let lock = database.engine.lockingSuffix
    guard var chat = try connection.openChat(channel: channel.id, externalID: externalID, lock: lock) else { return }
    // What the customer wrote after that answer still waits.
    if let wrote = chat.timeline.lastWroteAt, wrote > answeredAt { return }
    _ = chat.timeline.apply(.answered, rule: directory.rule(ofQueue: chat.queueID))
    try connection.save(chat, at: now)
    try connection.closeAnsweredElsewhere(chat: chat.id, at: now)
  }
}

private struct NotUnderstood: Error {
  let why: String
}

extension DatabaseError {
  /// Whether the same may succeed later.
  var isTransient: Bool {
    switch self {
    case .conflict, .overloaded, .unavailable, .closed: true
    case .uniqueViolation, .foreignKeyViolation, .checkViolation, .notNullViolation, .statement: false
    }
  }
}
