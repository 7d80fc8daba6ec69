import ArgumentParser
import Foundation
import NIOCore
import Recovery
import Storage

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the workspace, the API, the widget and the webhooks.")

  @OptionGroup var store: StoreOptions
  @OptionGroup var server: ServerOptions

  func run() async throws {
    let settings = try await LaunchSettings(store, server)
    let claim = try ServingClaim(of: settings.database)
    defer { claim.end() }
    try await withRecovery(settings) { recovery in
      var server = Server(recovery: recovery, settings: settings, secrets: EnvironmentSecrets())
      server.whenServing = { port in
        settings.logger.notice("Answerback serves.", metadata: ["address": "http://\(settings.host):\(port)"])
      }
      do {
        try await server.run()
      } catch let error as IOError where error.errnoCode == EADDRINUSE {
        throw Refusal("Port \(settings.port) of \(settings.host) is taken by another program.")
      }
    }
  }
}
