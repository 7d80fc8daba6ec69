import Storage

/// A queue as administrators see it.
package struct QueueRecord: Hashable, Sendable {
  package let queue: Queue
  /// Who is in it, by name.
  package let members: [Reference]
  package let version: Int64
}

extension Recovery {
  /// How many members of a queue, skills or tokens are read; the page says so where there may be more.
  package static let mostListed = 1000

  /// The queue with who is in it; nil where there is none of this id.
  package func queue(_ id: String) async throws -> QueueRecord? {
    try await database.read { connection in
      let row = try connection.row("SELECT version FROM queues WHERE id = $1", [.text(id)])
      guard let version = try row?.integer("version"), let queue = try connection.queues().first(where: { $0.id == id })
      else { return nil }
      let members = try connection.rows(
        """
        SELECT o.id AS member_id, o.name AS member_name FROM queue_members m JOIN operators o ON o.id = m.operator_id
        WHERE m.queue_id = $1 ORDER BY o.name, o.id LIMIT $2
        """,
        [.text(id), .integer(Int64(Self.mostListed))]
      ).compactMap { try $0.reference("member") }
      return QueueRecord(queue: queue, members: members, version: version)
    }
  }
}
