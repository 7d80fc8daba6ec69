import Storage

extension Recovery {
  /// The chat that the same customer had before this one, on whatever channel; nil where there is none that the viewer
  /// may see. Of those in between that they may not see, at most 20 are passed over.
  package func chat(before chat: Chat, for viewer: Operator) async throws -> Chat? {
    try await database.read { connection in
      let earlier = try connection.rows(
        """
        \(chatColumns) WHERE ch.contact_id = $1 AND ch.opened_at <= $2 AND (ch.opened_at < $2 OR ch.id < $3)
        ORDER BY ch.opened_at DESC, ch.id DESC LIMIT 20
        """,
        [.text(chat.contact.id), .time(chat.openedAt), .text(chat.id)]
      ).map(Chat.init(row:))
      return try earlier.first {
        try connection.isVisible(queue: $0.queue?.id, owners: [$0.ownerID], to: viewer)
      }
    }
  }
}
