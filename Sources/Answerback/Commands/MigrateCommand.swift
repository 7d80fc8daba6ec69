import ArgumentParser

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Brings the database's schema up to date.")

  @OptionGroup var store: StoreOptions

  func run() async throws {
    try await withRecovery(LaunchSettings(store)) { _ in print("The schema is up to date.") }
  }
}
