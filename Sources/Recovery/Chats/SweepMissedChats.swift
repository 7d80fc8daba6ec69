import Storage

extension Recovery {
  /// How many chats one transaction of the sweep takes.
  static let chatsAtOnce = 50

  /// Marks missed whatever is due now. It looks only at what is due, by an index.
  ///
  /// - Returns: when the next chat is due; nil where none waits.
  package func sweepMissedChats() async throws -> Timestamp? {
    while true {
      let now = time.now()
      let due = try await database.read { connection in
        try connection.rows(
          "SELECT id FROM chats WHERE due_at <= $1 ORDER BY due_at LIMIT $2",
          [.time(now), .integer(Int64(Self.chatsAtOnce))]
        ).map { try $0.text("id") }
      }
      guard !due.isEmpty else { return try await nextDue() }
      try await miss(due.sorted(), at: now)
    }
  }

  /// In the order of their ids, so that two machines that sweep at once never wait for each other in a circle.
  private func miss(_ ids: [String], at now: Timestamp) async throws {
    let directory = try await directory()
    let lock = database.engine.lockingSuffix
    try await database.write { connection in
      for id in ids {
        guard var chat = try connection.chatRow(id, lock: lock) else { continue }
        let rule = directory.rule(ofQueue: chat.queueID)
        guard let reason = chat.timeline.apply(.clock(now), rule: rule) else { continue }
        try connection.save(chat, at: now)
        try self.miss(chat, reason, at: now, in: connection)
      }
    }
  }

  private func nextDue() async throws -> Timestamp? {
    try await database.read { connection in
      try connection.row("SELECT min(due_at) AS due FROM chats WHERE due_at IS NOT NULL")?.optionalTime("due")
    }
  }
}
