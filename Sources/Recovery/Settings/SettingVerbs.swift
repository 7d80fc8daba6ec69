import Storage

package enum SettingOutcome: Equatable, Sendable {
  case changed(Setting)
  case wrongType(expected: String)
  case missing
}

/// The parameters that exist, with their values as long as nobody has set them.
private let known: [(code: String, name: String, value: Setting.Value)] = [
  (Setting.sendsActivities, "Send activity notifications for missed chats", .boolean(false))
]

extension Recovery {
  /// The parameters whose code or name contains the text, by name.
  package func settings(matching text: String? = nil) async throws -> [Setting] {
    let wanted = text?.lowercased() ?? ""
    return try await database.read { connection in
      try known
        .filter { wanted.isEmpty || $0.code.lowercased().contains(wanted) || $0.name.lowercased().contains(wanted) }
        .map { try connection.setting($0.code, $0.name, default: $0.value) }
    }
  }

  /// The parameter with exactly this code; nil where there is none.
  package func setting(_ code: String) async throws -> Setting? {
    guard let known = known.first(where: { $0.code == code }) else { return nil }
    return try await database.read { try $0.setting(known.code, known.name, default: known.value) }
  }

  /// - Parameter changer: nil where a program does it.
  package func change(
    setting code: String, to value: Setting.Value, by changer: Operator? = nil
  ) async throws -> SettingOutcome {
    let now = time.now()
    return try await database.write { try $0.change(setting: code, to: value, by: changer?.id, at: now) }
  }
}

extension SQLConnection {
  /// Whether missed chats become Activities.
  func sendsActivities() throws -> Bool {
    try row("SELECT value FROM settings WHERE code = $1", [.text(Setting.sendsActivities)])?.text("value") == "true"
  }

  func change(
    setting code: String, to value: Setting.Value, by changerID: String?, at now: Timestamp
  ) throws -> SettingOutcome {
    guard let known = known.first(where: { $0.code == code }) else { return .missing }
    guard value.typeName == known.value.typeName else { return .wrongType(expected: known.value.typeName) }
    try execute(
      """
      INSERT INTO settings (code, value, updated_at, updated_by) VALUES ($1, $2, $3, $4)
      ON CONFLICT (code) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      WHERE settings.value <> excluded.value
      """,
      [.text(code), .text(value.text), .time(now), .optional(changerID)])
    signal(.directory)
    return .changed(try setting(known.code, known.name, default: known.value))
  }

  fileprivate func setting(_ code: String, _ name: String, default value: Setting.Value) throws -> Setting {
    let row = try row(
      """
      SELECT s.value AS value, s.updated_at AS updated_at, s.updated_by AS by_id, o.name AS by_name
      FROM settings s LEFT JOIN operators o ON o.id = s.updated_by WHERE s.code = $1
      """,
      [.text(code)])
    guard let row else { return Setting(code: code, name: name, value: value, updatedAt: nil, updatedBy: nil) }
    return Setting(
      code: code, name: name, value: value.same(try row.text("value")), updatedAt: try row.time("updated_at"),
      updatedBy: try row.reference("by"))
  }
}

extension Setting.Value {
  /// As its users know it.
  package var typeName: String {
    switch self {
    case .boolean: "Boolean"
    case .integer: "Integer"
    case .text: "Text"
    }
  }

  fileprivate var text: String {
    switch self {
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .text(let value): value
    }
  }

  /// A value of this one's type, read from how it is stored; this one where that is not readable.
  fileprivate func same(_ stored: String) -> Setting.Value {
    switch self {
    case .boolean: .boolean(stored == "true")
    case .integer: Int64(stored).map { .integer($0) } ?? self
    case .text: .text(stored)
    }
  }
}
