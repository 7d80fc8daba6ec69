import Storage

package enum SettingOutcome: Equatable, Sendable {
  case changed(Setting)
  case wrongType(expected: String)
  /// Somebody saved it since it was read; nothing was changed.
  case changedMeanwhile
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

  /// - Parameters:
  ///   - changer: nil where a program does it.
  ///   - version: the one that was read; nil to save over whatever is there.
  package func change(
    setting code: String, to value: Setting.Value, by changer: Operator? = nil, seen version: Int64? = nil
  ) async throws -> SettingOutcome {
    try await amend(by: changer) { try $0.change(setting: code, to: value, seen: version) }
  }
}

extension Amendment {
  func change(setting code: String, to value: Setting.Value, seen version: Int64?) throws -> SettingOutcome {
    guard let known = known.first(where: { $0.code == code }) else { return .missing }
    guard value.typeName == known.value.typeName else { return .wrongType(expected: known.value.typeName) }
    // There at once, so that it can be locked; without a change it keeps version 0.
    try connection.execute(
      """
      INSERT INTO settings (code, value, updated_at, updated_by, version) VALUES ($1, $2, $3, $4, 0)
      ON CONFLICT (code) DO NOTHING
      """,
      [.text(code), .text(known.value.text), .time(at), .optional(by)])
    let row = try connection.row("SELECT value, version FROM settings WHERE code = $1\(lock)", [.text(code)])
    guard let row, try version == nil || version == row.integer("version") else { return .changedMeanwhile }
    let former = try row.text("value")
    if try former != value.text || row.integer("version") == 0 {
      try connection.execute(
        """
        UPDATE settings SET value = $2, updated_at = $3, updated_by = $4, version = version + 1 WHERE code = $1
        """,
        [.text(code), .text(value.text), .time(at), .optional(by)])
    }
    if former != value.text {
      try audit(.changed, .setting, code, named: code, [FieldChange("value", from: former, to: value.text)])
    }
    return .changed(try connection.setting(known.code, known.name, default: known.value))
  }
}

extension SQLConnection {
  /// Whether missed chats become Activities.
  func sendsActivities() throws -> Bool {
    try row("SELECT value FROM settings WHERE code = $1", [.text(Setting.sendsActivities)])?.text("value") == "true"
  }

  fileprivate func setting(_ code: String, _ name: String, default value: Setting.Value) throws -> Setting {
    let row = try row(
      """
      SELECT s.value AS value, s.updated_at AS updated_at, s.updated_by AS by_id, o.name AS by_name, s.version AS version
      FROM settings s LEFT JOIN operators o ON o.id = s.updated_by WHERE s.code = $1
      """,
      [.text(code)])
    guard let row else {
      return Setting(code: code, name: name, value: value, updatedAt: nil, updatedBy: nil, version: 0)
    }
    return Setting(
      code: code, name: name, value: value.same(try row.text("value")), updatedAt: try row.time("updated_at"),
      updatedBy: try row.reference("by"), version: try row.integer("version"))
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
