import Foundation
import Storage

extension Amendment {
  /// Adds an entry to the audit list.
  func audit(
    _ what: AuditEntry.What, _ subject: AuditEntry.Subject, _ id: String, named name: String,
    _ changes: [FieldChange] = []
  ) throws {
    let text = String(decoding: try JSONEncoder().encode(changes), as: UTF8.self)
    try connection.execute(
      """
      INSERT INTO audit (id, at, by_id, subject, subject_id, name, what, changes)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        .text(newID()), .time(at), .optional(by), .text(subject.rawValue), .text(id), .text(name),
        .text(what.rawValue), .text(text),
      ])
  }
}

/// One page of the audit list.
package struct AuditPage: Sendable {
  package let entries: [AuditEntry]
  /// Where the next page begins; nil after the last.
  package let next: String?
}

extension Recovery {
  /// Who changed what, newest first.
  ///
  /// - Parameters:
  ///   - subject: only what concerns things of this kind.
  ///   - id: only what concerns this one thing; it counts with `subject` only.
  ///   - cursor: the `next` of the page before.
  ///   - limit: how many at most, up to 100.
  package func audit(
    of subject: AuditEntry.Subject? = nil, _ id: String? = nil, after cursor: String? = nil, limit: Int = 50
  ) async throws -> AuditPage {
    let limit = min(max(1, limit), 100)
    let entries = try await database.read { connection in
      var arguments = SQLArguments()
      var conditions: [String] = []
      if let subject { conditions.append("a.subject = \(arguments.add(.text(subject.rawValue)))") }
      if subject != nil, let id { conditions.append("a.subject_id = \(arguments.add(.text(id)))") }
      if let cursor { conditions.append("a.id < \(arguments.add(.text(cursor)))") }
      let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
      return try connection.rows(
        """
        SELECT a.id AS id, a.at AS at, a.by_id AS by_id, o.name AS by_name, a.subject AS subject,
          a.subject_id AS subject_id, a.name AS name, a.what AS what, a.changes AS changes
        FROM audit a LEFT JOIN operators o ON o.id = a.by_id \(condition)
        ORDER BY a.id DESC LIMIT \(arguments.add(.integer(Int64(limit + 1))))
        """,
        arguments.values
      ).map(AuditEntry.init(row:))
    }
    return AuditPage(
      entries: Array(entries.prefix(limit)), next: entries.count > limit ? entries[limit - 1].id : nil)
  }
}

extension AuditEntry {
  fileprivate init(row: SQLRow) throws {
    self.init(
      id: try row.text("id"), at: try row.time("at"), by: try row.reference("by"),
      subject: try row.choice("subject", as: Subject.self), subjectID: try row.text("subject_id"),
      name: try row.text("name"), what: try row.choice("what", as: What.self),
      changes: try JSONDecoder().decode([FieldChange].self, from: Data(try row.text("changes").utf8)))
  }
}
