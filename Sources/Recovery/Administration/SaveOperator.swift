import Foundation
import Storage

package enum SaveOperatorOutcome: Equatable, Sendable {
  /// - Parameter password: the new operator's first one. It is nowhere else.
  case saved(id: String, password: String?)
  case nameTaken
  case changedMeanwhile
  /// Nobody would be left who may administer.
  case lastAdministrator
  case missing
}

extension Recovery {
  /// Makes an operator with a password that nobody has chosen.
  ///
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  package func add(_ entry: Provision.OperatorEntry, by author: Operator) async throws -> SaveOperatorOutcome {
    try entry.check()
    let password = entry.password ?? RandomPassword.make()
    let hash = try await PasswordHash.make(password)
    return try await amend(by: author) { amendment in
      let outcome = try amendment.add(entry, hash: hash)
      try amendment.connection.refreshMembers()
      guard case .saved(let id) = outcome else { return .nameTaken }
      return .saved(id: id, password: password)
    }
  }

  /// Changes what an operator is and can do; the password stays.
  ///
  /// - Parameter version: the one that was read; nil to save over whatever is there.
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  package func change(
    operator id: String, to entry: Provision.OperatorEntry, seen version: Int64?, by author: Operator
  ) async throws -> SaveOperatorOutcome {
    try entry.check()
    return try await amend(by: author) { amendment in
      if entry.role != .administrator, try amendment.isLastAdministrator(id) { return .lastAdministrator }
      let outcome = try amendment.change(operator: id, to: entry, hash: nil, seen: version)
      try amendment.connection.refreshMembers()
      switch outcome {
      case .saved(let id): return .saved(id: id, password: nil)
      case .nameTaken: return .nameTaken
      case .changedMeanwhile: return .changedMeanwhile
      case .missing: return .missing
      }
    }
  }
}

extension Amendment {
  /// Makes the operator, or brings the one of this login to this state. The members are not refreshed.
  ///
  /// - Parameter hash: nil leaves the password as it is.
  func put(_ entry: Provision.OperatorEntry, hash: String?) throws {
    guard try add(entry, hash: hash) == .nameTaken else { return }
    let row = try connection.row("SELECT id FROM operators WHERE login = $1", [.text(entry.login.lowercased())])
    guard let id = try row?.text("id") else { return }
    _ = try change(operator: id, to: entry, hash: hash, seen: nil)
  }

  func add(_ entry: Provision.OperatorEntry, hash: String?) throws -> SaveOutcome {
    let row = try connection.row(
      """
      INSERT INTO operators (id, login, name, role, locale, time_zone, password_hash, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (login) DO NOTHING RETURNING id
      """,
      [
        .text(newID()), .text(entry.login.lowercased()), .text(entry.name), .text(entry.role.rawValue),
        .text(entry.locale), .text(entry.timeZone), .optional(hash), .time(at),
      ])
    guard let id = try row?.text("id") else { return .nameTaken }
    try set(skills: entry.skills, ofOperator: id)
    try audit(.created, .operator, id, named: entry.name, FieldChange.between([], entry.facts))
    return .saved(id: id)
  }

  func change(
    operator id: String, to entry: Provision.OperatorEntry, hash: String?, seen version: Int64?
  ) throws -> SaveOutcome {
    let row = try connection.row(
      "SELECT login, name, role, locale, time_zone, version FROM operators WHERE id = $1\(lock)", [.text(id)])
    guard let row else { return .missing }
    guard try version == nil || version == row.integer("version") else { return .changedMeanwhile }
    let before = Provision.OperatorEntry(
      login: try row.text("login"), name: try row.text("name"), role: try row.choice("role", as: Role.self),
      skills: try connection.skills(ofOperator: id), locale: try row.text("locale"),
      timeZone: try row.text("time_zone"), password: nil)
    if let hash { try setPassword(hash, ofOperator: id, named: entry.name) }
    let changes = FieldChange.between(before.facts, entry.facts)
    guard !changes.isEmpty else { return .saved(id: id) }
    let changed = try connection.execute(
      """
      UPDATE operators SET login = $2, name = $3, role = $4, locale = $5, time_zone = $6, version = version + 1
      WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM operators other WHERE other.login = $2 AND other.id <> $1)
      """,
      [
        .text(id), .text(entry.login.lowercased()), .text(entry.name), .text(entry.role.rawValue), .text(entry.locale),
        .text(entry.timeZone),
      ])
    guard changed == 1 else { return .nameTaken }
    try set(skills: entry.skills, ofOperator: id)
    try audit(.changed, .operator, id, named: entry.name, changes)
    return .saved(id: id)
  }

  private func set(skills: [String], ofOperator id: String) throws {
    try addSkills(skills)
    try connection.execute("DELETE FROM operator_skills WHERE operator_id = $1", [.text(id)])
    for skill in Set(skills).sorted() {
      try connection.execute(
        "INSERT INTO operator_skills (operator_id, skill_id) SELECT $1, id FROM skills WHERE name = $2",
        [.text(id), .text(skill)])
    }
  }
}

extension SQLConnection {
  func skills(ofOperator id: String) throws -> [String] {
    try rows(
      """
      SELECT s.name AS name FROM operator_skills os JOIN skills s ON s.id = os.skill_id WHERE os.operator_id = $1
      ORDER BY s.name
      """,
      [.text(id)]
    ).map { try $0.text("name") }
  }
}

extension Provision.OperatorEntry {
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  func check() throws(InvalidInput) {
    try EntryLimits.check(login, of: "login")
    guard !login.contains(where: \.isWhitespace) else {
      throw InvalidInput(field: "login", message: "A login has no spaces.")
    }
    try EntryLimits.check(name, of: "name")
    try EntryLimits.check(skills: skills)
    guard ["en", "uk"].contains(locale) else { throw InvalidInput(field: "locale", message: "en or uk.") }
    guard TimeZoneName.isKnown(timeZone) else {
      throw InvalidInput(field: "timeZone", message: "There is no time zone «\(timeZone)».")
    }
    if let password { try Recovery.check(password: password, of: "password") }
  }

  /// What the audit list tells of it: nothing of the password.
  var facts: [(String, String)] {
    [
      ("login", login.lowercased()), ("name", name), ("role", role.rawValue),
      ("skills", Set(skills).sorted().joined(separator: ", ")), ("locale", locale), ("timeZone", timeZone),
    ]
  }
}
