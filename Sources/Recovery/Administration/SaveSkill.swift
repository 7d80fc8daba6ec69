import Storage

package enum RemoveSkillOutcome: Equatable, Sendable {
  case removed
  /// A queue asks for it, or somebody has it.
  case inUse
  case missing
}

/// A skill with how often it is used.
package struct SkillOverview: Hashable, Sendable, Identifiable {
  package let id: String
  package let name: String
  package let operators: Int
  package let queues: Int
}

extension Recovery {
  /// All skills by name; at most ``mostListed``.
  package func skills() async throws -> [SkillOverview] {
    try await database.read { connection in
      try connection.rows(
        """
        SELECT s.id AS id, s.name AS name,
          (SELECT count(*) FROM operator_skills os WHERE os.skill_id = s.id) AS operators,
          (SELECT count(*) FROM queue_skills qs WHERE qs.skill_id = s.id) AS queues
        FROM skills s ORDER BY s.name LIMIT $1
        """,
        [.integer(Int64(Self.mostListed))]
      ).map {
        SkillOverview(
          id: try $0.text("id"), name: try $0.text("name"), operators: Int(try $0.integer("operators")),
          queues: Int(try $0.integer("queues")))
      }
    }
  }

  package func addSkill(named name: String, by author: Operator) async throws -> SaveOutcome {
    try EntryLimits.check(name, of: "name")
    return try await amend(by: author) { try $0.add(skill: name).map { .saved(id: $0) } ?? .nameTaken }
  }

  /// - Parameter former: the name that was shown; nothing is changed where it has another by now.
  package func rename(
    skill id: String, from former: String, to name: String, by author: Operator
  ) async throws -> SaveOutcome {
    try EntryLimits.check(name, of: "name")
    return try await amend(by: author) { amendment in
      let connection = amendment.connection
      let row = try connection.row("SELECT name FROM skills WHERE id = $1\(amendment.lock)", [.text(id)])
      guard let current = try row?.text("name") else { return .missing }
      guard current == former else { return .changedMeanwhile }
      guard current != name else { return .saved(id: id) }
      let renamed = try connection.execute(
        """
        UPDATE skills SET name = $2
        WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM skills other WHERE other.name = $2)
        """,
        [.text(id), .text(name)])
      guard renamed == 1 else { return .nameTaken }
      try amendment.audit(.changed, .skill, id, named: name, [FieldChange("name", from: former, to: name)])
      return .saved(id: id)
    }
  }

  /// Removes a skill that nobody has and no queue asks for.
  package func remove(skill id: String, by author: Operator) async throws -> RemoveSkillOutcome {
    try await amend(by: author) { amendment in
      let connection = amendment.connection
      let row = try connection.row("SELECT name FROM skills WHERE id = $1\(amendment.lock)", [.text(id)])
      guard let name = try row?.text("name") else { return .missing }
      let removed = try connection.execute(
        """
        DELETE FROM skills WHERE id = $1
          AND NOT EXISTS (SELECT 1 FROM operator_skills WHERE skill_id = $1)
          AND NOT EXISTS (SELECT 1 FROM queue_skills WHERE skill_id = $1)
        """,
        [.text(id)])
      guard removed == 1 else { return .inUse }
      try amendment.audit(.removed, .skill, id, named: name)
      return .removed
    }
  }
}

extension Amendment {
  /// Makes those of the skills that are not there yet.
  func addSkills(_ names: [String]) throws {
    for name in Set(names).sorted() { _ = try add(skill: name) }
  }

  /// - Returns: the new skill's id; nil where there is one of this name.
  func add(skill name: String) throws -> String? {
    let row = try connection.row(
      "INSERT INTO skills (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING id",
      [.text(newID()), .text(name)])
    guard let id = try row?.text("id") else { return nil }
    try audit(.created, .skill, id, named: name)
    return id
  }
}
