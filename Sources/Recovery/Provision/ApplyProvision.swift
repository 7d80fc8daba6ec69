import Foundation
import Storage

extension Recovery {
  /// Brings the desk to the described state, all of it or nothing. Repeating it changes nothing.
  ///
  /// - Throws: ``InvalidInput`` where an entry names a skill, queue, operator or setting that is not there.
  package func apply(_ provision: Provision) async throws {
    let now = time.now()
    let hashes = try await passwordHashes(for: provision.operators)
    try await database.write { connection in
      try self.applySkills(provision.allSkills, at: now, in: connection)
      for queue in provision.queues { try self.apply(queue, at: now, in: connection) }
      for entry in provision.operators { try self.apply(entry, hashes[entry.login] ?? nil, at: now, in: connection) }
      for channel in provision.channels { try self.apply(channel, at: now, in: connection) }
      for contact in provision.contacts { try self.apply(contact, at: now, in: connection) }
      try connection.refreshMembers()
      for (code, value) in provision.settings { try self.set(code, value, at: now, in: connection) }
      connection.signal(.directory)
    }
    forgetDirectory()
  }

  private func set(
    _ code: String, _ value: Setting.Value, at now: Timestamp, in connection: any SQLConnection
  ) throws {
    switch try connection.change(setting: code, to: value, by: nil, at: now) {
    case .changed: break
    case .missing: throw InvalidInput(field: "settings", message: "There is no setting «\(code)».")
    case .wrongType(let expected):
      throw InvalidInput(field: "settings", message: "«\(code)» takes a value of type \(expected).")
    }
  }

  /// New hashes, only for passwords that differ from the stored ones.
  private func passwordHashes(for entries: [Provision.OperatorEntry]) async throws -> [String: String?] {
    var hashes: [String: String?] = [:]
    for entry in entries {
      guard let password = entry.password else { continue }
      let stored = try await database.read { connection in
        try connection.row("SELECT password_hash FROM operators WHERE login = $1", [.text(entry.login.lowercased())])?
          .optionalText("password_hash")
      }
      if let stored, try await PasswordHash.matches(password, stored) { continue }
      hashes[entry.login] = try await PasswordHash.make(password)
    }
    return hashes
  }

  private func applySkills(_ names: [String], at now: Timestamp, in connection: any SQLConnection) throws {
    for name in names {
      try connection.execute(
        "INSERT INTO skills (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        [.text(ids.next(at: now)), .text(name)])
    }
  }

  private func apply(_ queue: Provision.QueueEntry, at now: Timestamp, in connection: any SQLConnection) throws {
    let row = try connection.row(
      """
      INSERT INTO queues (id, name, answer_within, hours, created_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (name) DO UPDATE SET answer_within = excluded.answer_within, hours = excluded.hours
      RETURNING id
      """,
      [
        .text(ids.next(at: now)), .text(queue.name), .integer(queue.rule.answerWithin.wholeMilliseconds),
        .text(queue.rule.hours?.text ?? ""), .time(now),
      ])
    guard let id = try row?.text("id") else { return }
    try connection.execute("DELETE FROM queue_skills WHERE queue_id = $1", [.text(id)])
    for skill in queue.skills {
      try connection.execute(
        "INSERT INTO queue_skills (queue_id, skill_id) SELECT $1, id FROM skills WHERE name = $2",
        [.text(id), .text(skill)])
    }
  }

  private func apply(
    _ entry: Provision.OperatorEntry, _ hash: String?, at now: Timestamp, in connection: any SQLConnection
  ) throws {
    let row = try connection.row(
      """
      INSERT INTO operators (id, login, name, role, locale, time_zone, password_hash, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (login) DO UPDATE SET name = excluded.name, role = excluded.role, locale = excluded.locale,
        time_zone = excluded.time_zone, password_hash = coalesce(excluded.password_hash, operators.password_hash)
      RETURNING id
      """,
      [
        .text(ids.next(at: now)), .text(entry.login.lowercased()), .text(entry.name), .text(entry.role.rawValue),
        .text(entry.locale), .text(entry.timeZone), .optional(hash), .time(now),
      ])
    guard let id = try row?.text("id") else { return }
    try connection.execute("DELETE FROM operator_skills WHERE operator_id = $1", [.text(id)])
    for skill in entry.skills {
      try connection.execute(
        "INSERT INTO operator_skills (operator_id, skill_id) SELECT $1, id FROM skills WHERE name = $2",
        [.text(id), .text(skill)])
    }
    // A new password ends what was opened with the old one.
    if hash != nil {
      try connection.execute("DELETE FROM sessions WHERE operator_id = $1 AND kind = 'browser'", [.text(id)])
    }
  }

  private func apply(_ entry: Provision.ChannelEntry, at now: Timestamp, in connection: any SQLConnection) throws {
    let queue = try entry.queue.map { try connection.id(in: "queues", where: "name", $0, field: "channels.queue") }
    let owner = try entry.owner.map { try connection.ownerID($0, field: "channels.owner") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let options = String(decoding: try encoder.encode(entry.options), as: UTF8.self)
    try connection.execute(
      """
      INSERT INTO channels (id, name, kind, queue_id, owner_id, options, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, queue_id = excluded.queue_id,
        owner_id = excluded.owner_id, options = excluded.options
      """,
      [
        .text(ids.next(at: now)), .text(entry.name), .text(entry.kind.rawValue), .optional(queue), .optional(owner),
        .text(options), .time(now),
      ])
  }

  private func apply(_ entry: Provision.ContactEntry, at now: Timestamp, in connection: any SQLConnection) throws {
    let owner = try entry.owner.map { try connection.ownerID($0, field: "contacts.owner") }
    let id = try connection.known(entry) ?? ids.next(at: now)
    try connection.execute(
      """
      INSERT INTO contacts (id, name, phone, email, owner_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, phone = coalesce(excluded.phone, contacts.phone),
        email = coalesce(excluded.email, contacts.email), owner_id = excluded.owner_id
      """,
      [.text(id), .text(entry.name), .optional(entry.phone), .optional(entry.email), .optional(owner), .time(now)])
    for identity in entry.identities {
      try connection.execute(
        """
        INSERT INTO identities (kind, external_id, contact_id) VALUES ($1, $2, $3)
        ON CONFLICT (kind, external_id) DO NOTHING
        """,
        [.text(identity.kind.rawValue), .text(identity.externalID), .text(id)])
    }
  }
}

extension Provision {
  /// The skills that are named anywhere.
  fileprivate var allSkills: [String] {
    Set(skills + queues.flatMap(\.skills) + operators.flatMap(\.skills)).sorted()
  }
}

extension SQLConnection {
  /// Writes down anew who has all the skills of each queue.
  func refreshMembers() throws {
    try execute("DELETE FROM queue_members")
    try execute(
      """
      INSERT INTO queue_members (queue_id, operator_id)
      SELECT q.id, o.id FROM queues q CROSS JOIN operators o
      WHERE EXISTS (SELECT 1 FROM queue_skills qs WHERE qs.queue_id = q.id)
        AND NOT EXISTS (SELECT 1 FROM queue_skills qs WHERE qs.queue_id = q.id AND NOT EXISTS (
          SELECT 1 FROM operator_skills os WHERE os.operator_id = o.id AND os.skill_id = qs.skill_id))
      """)
  }

  fileprivate func ownerID(_ login: String, field: String) throws -> String {
    try id(in: "operators", where: "login", login.lowercased(), field: field)
  }

  fileprivate func id(in table: String, where column: String, _ value: String, field: String) throws -> String {
    guard let row = try row("SELECT id FROM \(table) WHERE \(column) = $1", [.text(value)]) else {
      throw InvalidInput(field: field, message: "There is no «\(value)» among the \(table).")
    }
    return try row.text("id")
  }

  /// The contact that has one of the identities, or, where none is given, the name.
  fileprivate func known(_ entry: Provision.ContactEntry) throws -> String? {
    for identity in entry.identities {
      let row = try row(
        "SELECT contact_id FROM identities WHERE kind = $1 AND external_id = $2",
        [.text(identity.kind.rawValue), .text(identity.externalID)])
      if let id = try row?.text("contact_id") { return id }
    }
    guard entry.identities.isEmpty else { return nil }
    return try row(
      """
      SELECT id FROM contacts c WHERE name = $1
        AND NOT EXISTS (SELECT 1 FROM identities WHERE contact_id = c.id) ORDER BY id LIMIT 1
      """,
      [.text(entry.name)])?.text("id")
  }
}
