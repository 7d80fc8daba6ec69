import Storage

/// How somebody wants to be alerted of what is new in their Notification Center.
package struct AlertPreferences: Hashable, Sendable {
  /// By a notification of the operating system, where their browser is allowed to show one.
  package var desktop: Bool
  package var sound: Bool
  /// Once a minute anew, as long as something waits.
  package var repeated: Bool

  /// What holds until somebody says otherwise.
  package static let standard = AlertPreferences(desktop: false, sound: true, repeated: false)

  package init(desktop: Bool, sound: Bool, repeated: Bool) {
    self.desktop = desktop
    self.sound = sound
    self.repeated = repeated
  }
}

extension Recovery {
  package func alertPreferences(of viewer: Operator) async throws -> AlertPreferences {
    try await database.read { connection in
      let row = try connection.row(
        "SELECT desktop, sound, repeated FROM alert_preferences WHERE operator_id = $1", [.text(viewer.id)])
      guard let row else { return .standard }
      return AlertPreferences(
        desktop: try row.integer("desktop") == 1, sound: try row.integer("sound") == 1,
        repeated: try row.integer("repeated") == 1)
    }
  }

  package func save(_ preferences: AlertPreferences, of viewer: Operator) async throws {
    try await database.write { connection in
      try connection.execute(
        """
        INSERT INTO alert_preferences (operator_id, desktop, sound, repeated) VALUES ($1, $2, $3, $4)
        ON CONFLICT (operator_id) DO UPDATE SET desktop = excluded.desktop, sound = excluded.sound,
          repeated = excluded.repeated
        """,
        [
          .text(viewer.id), .integer(preferences.desktop ? 1 : 0), .integer(preferences.sound ? 1 : 0),
          .integer(preferences.repeated ? 1 : 0),
        ])
    }
  }
}
