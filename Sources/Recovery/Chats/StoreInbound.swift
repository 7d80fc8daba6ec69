import Storage

extension Recovery: InboundStore {
  package func store(_ body: [UInt8], key: String?, for channel: Channel) async throws {
    let now = time.now()
    let text = StorableText.clean(String(decoding: body, as: UTF8.self), atMost: .max)
    try await database.write { connection in
      let added = try connection.execute(
        """
        INSERT INTO inbound (channel_id, key, body, received_at, state) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (channel_id, key) WHERE key IS NOT NULL DO NOTHING
        """,
        [.text(channel.id), .optional(key), .text(text), .time(now), .text(key == nil ? "dead" : "pending")])
      if added > 0, key != nil { connection.signal(.inbound) }
    }
  }
}

/// Text from outside, as both engines can hold it.
enum StorableText {
  /// Without NUL, which PostgreSQL has no place for, and cut to `limit` characters.
  static func clean(_ text: String, atMost limit: Int) -> String {
    let held = text.utf8.contains(0) ? text.filter { $0 != "\0" } : text
    return limit == .max || held.utf8.count <= limit ? held : String(held.prefix(limit))
  }
}
