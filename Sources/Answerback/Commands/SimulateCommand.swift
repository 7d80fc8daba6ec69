import ArgumentParser
import AsyncHTTPClient
import Logging
import ServiceLifecycle
import Simulators

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Stands in for a messenger, for tests and for trying things out.",
    shouldDisplay: false, subcommands: [SimulateTelegramCommand.self])
}

struct SimulateTelegramCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "telegram", abstract: "Stands in for Telegram.")

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on.")
  var port = 8081

  @Option(help: "The bot's token. It is no secret here.")
  var token: String

  @Flag(help: "Refuse with 429 what Telegram would find too fast.")
  var limitsRate = false

  func run() async throws {
    var rules = TelegramRules(token: token)
    rules.limitsRate = limitsRate
    var logger = Logger(label: "answerback.simulators.telegram") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let simulator = TelegramSimulator(host: host, port: port, rules: rules, logger: logger)
    try await ServiceGroup(
      services: [simulator], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
    ).run()
  }
}
