import Storage

/// An operator with what they can do and when they were last here.
package struct OperatorOverview: Hashable, Sendable {
  package let `operator`: Operator
  package let skills: [String]
  package let queues: [Reference]
  package let seenAt: Timestamp?
  /// Since when they work here no more; nil for those who do.
  package let disabledAt: Timestamp?
  package let version: Int64
}

extension Recovery {
  /// Everybody who works here, by name; at most 1,000.
  package func operators() async throws -> [OperatorOverview] {
    let directory = try await directory()
    return try await database.read { connection in
      var skills: [String: [String]] = [:]
      let pairs = try connection.rows(
        """
        SELECT os.operator_id AS operator_id, s.name AS name
        FROM operator_skills os JOIN skills s ON s.id = os.skill_id ORDER BY s.name
        """)
      for row in pairs { skills[try row.text("operator_id"), default: []].append(try row.text("name")) }
      return try connection.rows(
        """
        SELECT id, login, name, role, locale, time_zone, seen_at, disabled_at, version
        FROM operators ORDER BY name, id LIMIT 1000
        """
      ).map { row in
        let person = try Operator(row: row)
        return OperatorOverview(
          operator: person, skills: skills[person.id] ?? [], queues: directory.ownQueues(of: person),
          seenAt: try row.optionalTime("seen_at"), disabledAt: try row.optionalTime("disabled_at"),
          version: try row.integer("version"))
      }
    }
  }
}

extension Directory {
  /// The queues whose skills somebody has, by name.
  func ownQueues(of person: Operator) -> [Reference] {
    queues.values
      .filter { members[$0.id]?.contains(person.id) ?? false }
      .map { Reference(id: $0.id, name: $0.name) }
      .sorted { $0.name < $1.name }
  }
}
