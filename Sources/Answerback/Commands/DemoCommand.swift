import ArgumentParser
import Foundation
import Recovery
import Web

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract:
      "A desk to try: sample people, a shop with the web chat, and a stand-in for Telegram. Nothing of it stays.")

  @OptionGroup var server: ServerOptions

  @Option(name: .customLong("telegram-port"), help: "The port of Telegram's stand-in.")
  var telegramPort = 8081

  @Option(help: "How many weeks of history it begins with, 0 to 8.")
  var weeks = 8

  @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning or error.")
  var logLevel = "warning"

  func validate() throws {
    guard (0...8).contains(weeks) else { throw ValidationError("There are 0 to 8 weeks.") }
  }

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "answerback-demo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let database = "sqlite:" + folder.appending(path: "demo.db").path
    let store = try StoreOptions.parse(["--database", database, "--log-level", logLevel])
    let settings = try await LaunchSettings(store, server)
    try await withRecovery(settings) { recovery in
      try await DemoDesk(telegramPort: telegramPort, weeks: weeks).run(recovery, settings)
    }
  }
}
