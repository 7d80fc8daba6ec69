import Storage

extension Recovery {
  /// Makes a queue, or changes one.
  ///
  /// - Parameters:
  ///   - id: nil for a new one.
  ///   - version: the one that was read; nil to save over whatever is there.
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  package func save(
    _ queue: Provision.QueueEntry, as id: String?, seen version: Int64?, by author: Operator
  ) async throws -> SaveOutcome {
    try queue.check()
    return try await amend(by: author) { amendment in
      let outcome =
        if let id { try amendment.change(queue: id, to: queue, seen: version) } else { try amendment.add(queue) }
      try amendment.connection.refreshMembers()
      return outcome
    }
  }
}

extension Amendment {
  /// Makes the queue, or brings the one of its name to this state. The members are not refreshed.
  func put(_ queue: Provision.QueueEntry) throws {
    guard try add(queue) == .nameTaken else { return }
    let row = try connection.row("SELECT id FROM queues WHERE name = $1", [.text(queue.name)])
    guard let id = try row?.text("id") else { return }
    _ = try change(queue: id, to: queue, seen: nil)
  }

  func add(_ queue: Provision.QueueEntry) throws -> SaveOutcome {
    let row = try connection.row(
      """
      INSERT INTO queues (id, name, answer_within, hours, created_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (name) DO NOTHING RETURNING id
      """,
      [
        .text(newID()), .text(queue.name), .integer(queue.rule.answerWithin.wholeMilliseconds),
        .text(queue.rule.hours?.text ?? ""), .time(at),
      ])
    guard let id = try row?.text("id") else { return .nameTaken }
    try complete(id, as: queue, areHoursNew: false)
    try audit(.created, .queue, id, named: queue.name, FieldChange.between([], queue.facts))
    return .saved(id: id)
  }

  func change(queue id: String, to queue: Provision.QueueEntry, seen version: Int64?) throws -> SaveOutcome {
    let row = try connection.row("SELECT version FROM queues WHERE id = $1\(lock)", [.text(id)])
    guard let current = try row?.integer("version") else { return .missing }
    guard version == nil || version == current else { return .changedMeanwhile }
    let before = try connection.queues().first { $0.id == id }?.entry
    let changes = FieldChange.between(before?.facts ?? [], queue.facts)
    guard !changes.isEmpty else { return .saved(id: id) }
    let changed = try connection.execute(
      """
      UPDATE queues SET name = $2, answer_within = $3, hours = $4, version = version + 1
      WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM queues other WHERE other.name = $2 AND other.id <> $1)
      """,
      [
        .text(id), .text(queue.name), .integer(queue.rule.answerWithin.wholeMilliseconds),
        .text(queue.rule.hours?.text ?? ""),
      ])
    guard changed == 1 else { return .nameTaken }
    try complete(id, as: queue, areHoursNew: before?.rule.hours != queue.rule.hours)
    try audit(.changed, .queue, id, named: queue.name, changes)
    return .saved(id: id)
  }

  /// What stands in other tables than the queue itself.
  private func complete(_ id: String, as queue: Provision.QueueEntry, areHoursNew: Bool) throws {
    try connection.set(queue.times, ofQueue: id, at: at, areHoursNew: areHoursNew)
    try addSkills(queue.skills)
    try connection.execute("DELETE FROM queue_skills WHERE queue_id = $1", [.text(id)])
    for skill in Set(queue.skills).sorted() {
      try connection.execute(
        "INSERT INTO queue_skills (queue_id, skill_id) SELECT $1, id FROM skills WHERE name = $2",
        [.text(id), .text(skill)])
    }
  }
}

extension Queue {
  /// As `provision` describes it.
  package var entry: Provision.QueueEntry { .init(name: name, skills: skills, rule: rule, times: times) }
}

extension Provision.QueueEntry {
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  func check() throws(InvalidInput) {
    try EntryLimits.check(name, of: "name")
    try EntryLimits.check(skills: skills)
  }

  /// What the audit list tells of it.
  var facts: [(String, String)] {
    [
      ("name", name), ("skills", Set(skills).sorted().joined(separator: ", ")),
      ("answerWithin", DurationText.write(rule.answerWithin)), ("hours", rule.hours?.text ?? ""),
      ("escalateAfter", times.escalateAfter.map(DurationText.write) ?? ""),
      ("replyWithin", times.replyWithin.map(DurationText.write) ?? ""),
    ]
  }
}

/// How much an administrator may enter.
enum EntryLimits {
  static let name = 100
  static let skills = 50

  static func check(_ name: String, of field: String) throws(InvalidInput) {
    guard ShownName.isVisible(name) else { throw InvalidInput(field: field, message: "This is missing.") }
    guard name.length <= Self.name else {
      throw InvalidInput(field: field, message: "At most \(Self.name) characters.")
    }
  }

  static func check(skills: [String]) throws(InvalidInput) {
    guard skills.count <= Self.skills else {
      throw InvalidInput(field: "skills", message: "At most \(Self.skills) skills.")
    }
    for skill in skills { try check(skill, of: "skills") }
  }
}
