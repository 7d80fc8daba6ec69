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
