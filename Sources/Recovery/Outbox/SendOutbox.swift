import Logging
import ServiceLifecycle
import Storage

/// A message that waits to be sent, leased to one sender.
private struct LeasedMessage: Sendable {
  let id: String
  let chatID: String
  let channelID: String
  let externalChatID: String
  let text: String
  let attempts: Int64
}

extension Recovery {
  /// How many messages of a channel are leased at once, and for how long.
  static let messagesAtOnce = 32
  static let lease: Duration = .seconds(60)

  /// Delays after failures, the last one for all further ones; after `attemptsAtMost` the message has failed.
  static let retryDelays: [Duration] = [.seconds(1), .seconds(5), .seconds(30), .seconds(120), .seconds(600)]
  static let attemptsAtMost = 40

  /// Sends what is due, on all channels at once, until nothing is.
  ///
  /// - Returns: when something is due next; nil where nothing waits.
  package func sendOutbox(through senders: [ChannelKind: any ChannelSender]) async throws -> Timestamp? {
    while !Task.isShuttingDownGracefully {
      let sendings = try await nextSendings()
      let now = time.now()
      let due = sendings.filter { $0.value <= now }.keys
      guard !due.isEmpty else { return sendings.values.min() }
      try await withThrowingDiscardingTaskGroup { group in
        for channel in due { group.addTask { try await sendOutbox(of: channel, through: senders) } }
      }
    }
    return nil
  }

  /// Sends what is due on one channel. A message is leased by one sender at a time; of a chat only the oldest is sent, so
  /// that replies arrive in their order.
  func sendOutbox(of channelID: String, through senders: [ChannelKind: any ChannelSender]) async throws {
    while !Task.isShuttingDownGracefully {
      let leased = try await leaseMessages(of: channelID)
      guard !leased.isEmpty else { return }
      let directory = try await directory(knowing: CollectionOfOne(channelID))
      await withDiscardingTaskGroup { group in
        for message in leased { group.addTask { await deliver(message, directory, through: senders) } }
      }
    }
  }

  /// Sends one. A fault of the store is this message's own: its lease runs out, and it is tried again.
  private func deliver(
    _ message: LeasedMessage, _ directory: Directory, through senders: [ChannelKind: any ChannelSender]
  ) async {
    do {
      try await send(message, directory, through: senders)
    } catch {
      logger.error(
        "What became of a message could not be stored.", metadata: ["message": "\(message.id)", "error": "\(error)"])
    }
  }

  private func leaseMessages(of channelID: String) async throws -> [LeasedMessage] {
    let now = time.now()
    return try await database.write { connection in
      let ids = try connection.rows(
        """
        UPDATE outbox SET locked_until = $2, attempts = attempts + 1
        WHERE due_at <= $1 AND (locked_until IS NULL OR locked_until <= $1) AND message_id IN (
          SELECT x.message_id FROM outbox x
          WHERE x.channel_id = $4 AND x.due_at <= $1 AND (x.locked_until IS NULL OR x.locked_until <= $1)
            AND NOT EXISTS (SELECT 1 FROM channels n WHERE n.id = $4 AND n.rest_until > $1)
            AND NOT EXISTS (SELECT 1 FROM outbox y WHERE y.chat_id = x.chat_id AND y.message_id < x.message_id)
          ORDER BY x.due_at LIMIT $3)
        RETURNING message_id
        """,
        [.time(now), .time(now + Self.lease), .integer(Int64(Self.messagesAtOnce)), .text(channelID)]
      ).map { try $0.text("message_id") }
      return try ids.compactMap { try connection.leased($0) }
    }
  }

  private func send(
    _ message: LeasedMessage, _ directory: Directory, through senders: [ChannelKind: any ChannelSender]
  ) async throws {
    do {
      guard let channel = directory.channel(id: message.channelID), let sender = senders[channel.kind] else {
        throw ChannelSendError.rejected("There is no way to send on this channel.")
      }
      let outbound = OutboundMessage(
        id: message.id, channel: channel, chat: message.externalChatID, text: message.text)
      let externalID = try await sender.send(outbound)
      try await settle(message, externalID: externalID, isArrival: !channel.kind.confirmsDelivery)
    } catch let error as ChannelSendError {
      try await failed(message, error)
    }
  }

  /// - Parameter isArrival: whether no more will be heard of it than that the platform took it.
  private func settle(_ message: LeasedMessage, externalID: String?, isArrival: Bool) async throws {
    let now = time.now()
    try await database.write { connection in
      try connection.execute("DELETE FROM outbox WHERE message_id = $1", [.text(message.id)])
      let changed = try connection.execute(
        """
        UPDATE messages SET delivery = 'sent', external_id = CASE WHEN EXISTS (
          SELECT 1 FROM messages x WHERE x.channel_id = messages.channel_id AND x.external_id = $2) THEN NULL
          ELSE cast($2 as text) END
        WHERE id = $1 AND delivery = 'queued'
        """,
        [.text(message.id), .optional(externalID.map { "out:\($0)" })])
      if changed > 0 {
        try connection.record(.sent, at: now, chat: message.chatID, message: message.id)
        if isArrival { try connection.noteRecovery(of: message.chatID, by: message.id, at: now) }
      }
      // The chat's next message may have waited for this one.
      connection.signal(.outbox)
    }
  }

  private func failed(_ message: LeasedMessage, _ error: ChannelSendError) async throws {
    let now = time.now()
    // To be told to wait is no failure.
    let counted = error.pause == nil ? 1 : 0
    let isFinal = !error.isRetryable || (counted > 0 && message.attempts >= Self.attemptsAtMost)
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    try await database.write { connection in
      guard isFinal else {
        // The channel is locked before what waits on it, as in changing it.
        if case .rateLimited(let pause) = error { try connection.rest(message.channelID, until: now + pause) }
        try connection.execute(
          """
          UPDATE outbox SET locked_until = NULL, due_at = CASE WHEN due_at > $2 THEN due_at ELSE $2 END, failure = $3,
            attempts = attempts - $4
          WHERE message_id = $1
          """,
          [
            .text(message.id), .time(now + error.delay(after: message.attempts)), .text(error.reason),
            .integer(Int64(1 - counted)),
          ])
        return connection.signal(.outbox)
      }
      try connection.execute("DELETE FROM outbox WHERE message_id = $1", [.text(message.id)])
      connection.signal(.outbox)
      let changed = try connection.execute(
        "UPDATE messages SET delivery = 'failed', failure = $2 WHERE id = $1 AND delivery = 'queued'",
        [.text(message.id), .text(error.reason)])
      // Another sender has settled it, or the customer was erased.
      guard changed > 0 else { return }
      try connection.record(.failed, at: now, chat: message.chatID, message: message.id, detail: error.reason)
      try connection.waitAgain(message.chatID, after: message.id, directory, at: now, lock)
    }
  }

  /// When something is to be sent next, for each channel on which something waits.
  func nextSendings() async throws -> [String: Timestamp] {
    try await database.read { connection in
      let rows = try connection.rows(
        """
        SELECT x.channel_id AS channel_id, min(
            CASE WHEN x.locked_until IS NOT NULL AND x.locked_until > x.due_at THEN x.locked_until ELSE x.due_at END
          ) AS due, (SELECT n.rest_until FROM channels n WHERE n.id = x.channel_id) AS rest
        FROM outbox x WHERE NOT EXISTS (
          SELECT 1 FROM outbox y WHERE y.chat_id = x.chat_id AND y.message_id < x.message_id)
        GROUP BY x.channel_id
        """, [])
      return Dictionary(
        try rows.map { row in
          let due = try row.time("due")
          return (try row.text("channel_id"), max(due, try row.optionalTime("rest") ?? due))
        }, uniquingKeysWith: { first, _ in first })
    }
  }
}

extension ChannelSendError {
  /// As it is stored.
  fileprivate var reason: String {
    switch self {
    case .rejected(let why): Self.stored(.rejected, why)
    case .customerUnreachable(let why): Self.stored(.customerUnreachable, why)
    case .unreachable(let why): Self.stored(.platformUnreachable, why)
    case .unauthorised(let why): Self.stored(.unauthorised, why)
    case .rateLimited(let pause), .conversationLimited(let pause): "Too fast; to be tried again in \(pause)."
    }
  }

  private static func stored(_ kind: DeliveryFailure.Kind, _ why: String) -> String {
    DeliveryFailure(kind, String(why.prefix(300))).stored
  }

  /// How long to wait, where that is all that is amiss.
  fileprivate var pause: Duration? {
    switch self {
    case .rateLimited(let pause), .conversationLimited(let pause): pause
    case .rejected, .customerUnreachable, .unreachable, .unauthorised: nil
    }
  }

  fileprivate func delay(after attempts: Int64) -> Duration {
    if let pause { return max(pause, .milliseconds(50)) }
    let delays = Recovery.retryDelays
    return delays[min(Int(attempts), delays.count) - 1]
  }
}

extension SQLConnection {
  /// Sends nothing on the channel before `end`. This is written once for all that wait there: two senders that put off
  /// each other's messages would wait for each other in a circle.
  fileprivate func rest(_ channelID: String, until end: Timestamp) throws {
    try execute(
      "UPDATE channels SET rest_until = $2 WHERE id = $1 AND (rest_until IS NULL OR rest_until < $2)",
      [.text(channelID), .time(end)])
  }

  /// The customer waits again, where nothing else of ours is on its way to them or came after what they wrote last: the
  /// answer did not arrive.
  fileprivate func waitAgain(
    _ chatID: String, after messageID: String, _ directory: Directory, at now: Timestamp, _ lock: String
  ) throws {
    guard var chat = try chatRow(chatID, lock: lock) else { return }
    let later = try row(
      """
      SELECT id FROM messages
      WHERE chat_id = $1 AND id > $2 AND direction = 'out' AND delivery <> 'failed'
        AND (delivery = 'queued' OR at >= $3)
      LIMIT 1
      """,
      [.text(chatID), .text(messageID), .integer(chat.timeline.lastWroteAt?.milliseconds ?? 0)])
    guard later == nil else { return }
    _ = chat.timeline.apply(.undelivered(now), rule: directory.rule(ofQueue: chat.queueID))
    try save(chat, at: now)
  }

  fileprivate func leased(_ id: String) throws -> LeasedMessage? {
    try row(
      """
      SELECT m.id AS id, m.chat_id AS chat_id, m.channel_id AS channel_id, ch.external_id AS external_id,
        m.text AS text, o.attempts AS attempts
      FROM outbox o JOIN messages m ON m.id = o.message_id JOIN chats ch ON ch.id = m.chat_id
      WHERE o.message_id = $1
      """,
      [.text(id)]
    ).map {
      LeasedMessage(
        id: try $0.text("id"), chatID: try $0.text("chat_id"), channelID: try $0.text("channel_id"),
        externalChatID: try $0.text("external_id"), text: try $0.text("text"), attempts: try $0.integer("attempts"))
    }
  }
}
