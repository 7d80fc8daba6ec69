import Storage

extension Recovery {
  /// Brings the desk to the described state, all of it or nothing. Repeating it changes nothing.
  ///
  /// - Throws: ``InvalidInput``, with its place, where an entry cannot be so or names what is not there.
  package func apply(_ provision: Provision) async throws {
    let provision = try provision.checked()
    let hashes = try await passwordHashes(for: provision.operators)
    try await amend(by: nil) { amendment in
      try amendment.addSkills(provision.skills)
      for queue in provision.queues { try amendment.put(queue) }
      try amendment.put(provision.operators, hashes)
      try provision.channels.eachPlaced("channels") { try amendment.put($0) }
      try provision.contacts.eachPlaced("contacts") { try amendment.put($0) }
      try amendment.connection.refreshMembers()
      for (code, value) in provision.settings { try amendment.set(code, value) }
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
}

extension Amendment {
  /// - Throws: ``InvalidInput`` where nobody would be left who may administer; a new desk may have nobody yet.
  fileprivate func put(_ entries: [Provision.OperatorEntry], _ hashes: [String: String?]) throws {
    let before = try connection.administrators()
    for entry in entries { try put(entry, hash: hashes[entry.login] ?? nil) }
    guard !before.isEmpty, try connection.administrators().isEmpty else { return }
    let last = entries.firstIndex { before.contains($0.login.lowercased()) } ?? 0
    throw InvalidInput(field: "operators[\(last)].role", message: "Nobody would be left who may administer.")
  }

  fileprivate func set(_ code: String, _ value: Setting.Value) throws {
    switch try change(setting: code, to: value, seen: nil) {
    case .changed, .changedMeanwhile: break
    case .missing: throw InvalidInput(field: "settings", message: "There is no setting «\(code)».")
    case .wrongType(let expected):
      throw InvalidInput(field: "settings", message: "«\(code)» takes a value of type \(expected).")
    }
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
      WHERE o.disabled_at IS NULL AND EXISTS (SELECT 1 FROM queue_skills qs WHERE qs.queue_id = q.id)
        AND NOT EXISTS (SELECT 1 FROM queue_skills qs WHERE qs.queue_id = q.id AND NOT EXISTS (
          SELECT 1 FROM operator_skills os WHERE os.operator_id = o.id AND os.skill_id = qs.skill_id))
      """)
  }

  /// The logins of the administrators who can sign in.
  fileprivate func administrators() throws -> [String] {
    try rows("SELECT login FROM operators WHERE role = 'administrator' AND disabled_at IS NULL").map {
      try $0.text("login")
    }
  }

  func ownerID(_ login: String, field: String) throws -> String {
    try id(in: "operators", where: "login", login.lowercased(), field: field)
  }

  func id(in table: String, where column: String, _ value: String, field: String) throws -> String {
    guard let row = try row("SELECT id FROM \(table) WHERE \(column) = $1", [.text(value)]) else {
      throw InvalidInput(field: field, message: "There is no «\(value)» among the \(table).")
    }
    return try row.text("id")
  }
}
