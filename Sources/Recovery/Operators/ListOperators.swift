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

/// One page of the operators.
package struct OperatorPage: Equatable, Sendable {
  package let operators: [OperatorOverview]
  /// Where the next page begins; nil after the last.
  package let next: String?
}

extension Recovery {
  /// Everybody who works here or did, by name.
  ///
  /// - Parameters:
  ///   - cursor: the `next` of the page before.
  ///   - limit: how many at most, up to 1,000.
  package func operators(after cursor: String? = nil, limit: Int = 200) async throws -> OperatorPage {
    let limit = min(max(1, limit), 1000)
    let directory = try await directory()
    return try await database.read { connection in
      let rows = try connection.operatorRows(after: cursor, limit: limit + 1)
      let page = try connection.overviews(of: Array(rows.prefix(limit)), directory)
      return OperatorPage(operators: page, next: rows.count > limit ? page.last?.operator.id : nil)
    }
  }

  /// The operator, also one who works here no more; nil where there is none of this id.
  package func overview(ofOperator id: String) async throws -> OperatorOverview? {
    let directory = try await directory()
    return try await database.read { connection in
      try connection.overviews(
        of: connection.rows("SELECT \(overviewColumns) FROM operators WHERE id = $1", [.text(id)]), directory
      ).first
    }
  }
}

private let overviewColumns = "id, login, name, role, locale, time_zone, seen_at, disabled_at, version"

extension SQLConnection {
  fileprivate func operatorRows(after cursor: String?, limit: Int) throws -> [SQLRow] {
    var arguments = SQLArguments()
    let condition =
      cursor.map { "WHERE (name, id) > (SELECT name, id FROM operators WHERE id = \(arguments.add(.text($0))))" } ?? ""
    return try rows(
      """
      SELECT \(overviewColumns) FROM operators \(condition)
      ORDER BY name, id LIMIT \(arguments.add(.integer(Int64(limit))))
      """,
      arguments.values)
  }

  fileprivate func overviews(of people: [SQLRow], _ directory: Directory) throws -> [OperatorOverview] {
    let skills = try skills(ofOperators: people.map { try $0.text("id") })
    return try people.map { row in
      let person = try Operator(row: row)
      return OperatorOverview(
        operator: person, skills: skills[person.id] ?? [], queues: directory.ownQueues(of: person),
        seenAt: try row.optionalTime("seen_at"), disabledAt: try row.optionalTime("disabled_at"),
        version: try row.integer("version"))
    }
  }

  private func skills(ofOperators ids: [String]) throws -> [String: [String]] {
    guard !ids.isEmpty else { return [:] }
    var arguments = SQLArguments()
    let pairs = try rows(
      """
      SELECT os.operator_id AS operator_id, s.name AS name
      FROM operator_skills os JOIN skills s ON s.id = os.skill_id
      WHERE os.operator_id IN (\(arguments.list(ids))) ORDER BY s.name
      """,
      arguments.values)
    var skills: [String: [String]] = [:]
    for row in pairs { skills[try row.text("operator_id"), default: []].append(try row.text("name")) }
    return skills
  }
}
