import Storage

extension Recovery {
  /// Makes a new visitor.
  package func newVisitor(on channel: Channel) async throws -> NewVisitor {
    let now = time.now()
    let visitor = Visitor(id: ids.next(at: now), channelID: channel.id)
    let token = SecretToken.make()
    try await database.write { connection in
      try connection.execute(
        "INSERT INTO visitors (id, channel_id, token_hash, created_at) VALUES ($1, $2, $3, $4)",
        [.text(visitor.id), .text(channel.id), .text(SecretToken.hash(token)), .time(now)])
    }
    return NewVisitor(visitor: visitor, token: token)
  }

  /// The visitor of this site with this secret; nil where there is none.
  package func visitor(token: String, on channel: Channel) async throws -> Visitor? {
    try await database.read { connection in
      try connection.row(
        "SELECT id FROM visitors WHERE token_hash = $1 AND channel_id = $2",
        [.text(SecretToken.hash(token)), .text(channel.id)]
      ).map { Visitor(id: try $0.text("id"), channelID: channel.id) }
    }
  }
}
