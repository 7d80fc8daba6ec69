import ArgumentParser
import Recovery

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the workspace, the API, the widget and the webhooks.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var server: ServerOptions

  func run() async throws {
    let settings = try await LaunchSettings(store, server)
    try await withRecovery(settings) { recovery in
      var server = Server(recovery: recovery, settings: settings, secrets: EnvironmentSecrets())
      server.whenServing = { port in
        settings.logger.notice("Answerback serves.", metadata: ["address": "http://\(settings.host):\(port)"])
      }
      try await server.run()
    }
  }
}
