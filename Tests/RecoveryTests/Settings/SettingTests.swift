import Recovery
import Storage
import Testing
import TestSupport

@Suite struct SettingTests {
  @Test(arguments: Engine.available)
  func `the setting is off on a new desk`(engine: Engine) async throws {
    try await withDatabase(engine, migrations: Recovery.migrations) { database in
      let recovery = Recovery(database: database, logger: .init(label: "test"))
      let setting = try await recovery.setting(Setting.sendsActivities)
      #expect(setting?.value == .boolean(false))
    }
  }

  @Test(arguments: Engine.available)
  func `it is found by its code, switched, and says by whom`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let found = try await desk.recovery.settings(matching: "webitelsend")
      #expect(found.map(\.code) == [Setting.sendsActivities])
      let outcome = try await desk.recovery.change(
        setting: Setting.sendsActivities, to: .boolean(false), by: desk.anna)
      guard case .changed(let setting) = outcome else {
        Issue.record("It is a boolean.")
        return
      }
      #expect(setting.value == .boolean(false))
      #expect(setting.updatedBy == desk.anna.reference)
    }
  }

  @Test func `a value of another type and an unknown code are refused`() async throws {
    try await withDesk(on: .sqlite) { desk in
      let text = try await desk.recovery.change(setting: Setting.sendsActivities, to: .text("yes"))
      #expect(text == .wrongType(expected: "Boolean"))
      let unknown = try await desk.recovery.change(setting: "Unknown", to: .boolean(true))
      #expect(unknown == .missing)
    }
  }
}
