import ArgumentParser
import Foundation
import Logging

/// Where the data are, and the options that every command shares.
struct StoreOptions: ParsableArguments {
  @Option(help: "sqlite:PATH or postgres://… (ANSWERBACK_DATABASE; default sqlite:answerback.db).")
  var database: String?

  @Option(help: "A YAML file with the long options as keys (ANSWERBACK_CONFIG).")
  var config: String?

  @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning or error (ANSWERBACK_LOG_LEVEL).")
  var logLevel: String?
}

/// Where the server listens.
struct ServerOptions: ParsableArguments {
  @Option(help: "The address to listen on (ANSWERBACK_HOST; default 127.0.0.1).")
  var host: String?

  @Option(help: "The port to listen on (ANSWERBACK_PORT; default 8080).")
  var port: Int?

  @Option(
    name: .customLong("public-url"),
    help: "The address under which customers and messengers reach this server (ANSWERBACK_PUBLIC_URL).")
  var publicURL: String?

  @Flag(
    name: .customLong("behind-proxy"), inversion: .prefixedNo,
    help: "Whether a reverse proxy of yours sets the last hop of X-Forwarded-For (ANSWERBACK_BEHIND_PROXY; default no)."
  )
  var behindProxy: Bool?
}

/// What a command runs with: its options, else the environment, else the configuration file, else the default.
struct LaunchSettings: Sendable {
  let database: String
  let host: String
  let port: Int
  let publicURL: String?
  let behindProxy: Bool
  let logger: Logger

  private static let keys = ["database", "host", "port", "public-url", "behind-proxy", "log-level"]

  /// - Throws: ``ValidationError`` where a value is not understood, wherever it came from.
  init(
    _ store: StoreOptions, _ server: ServerOptions? = nil,
    environment variables: [String: String] = ProcessInfo.processInfo.environment
  ) async throws {
    let sources = try await LaunchSources(environment: variables, file: store.config, known: Self.keys)
    database = try store.database ?? sources.text("database") ?? "sqlite:answerback.db"
    host = try server?.host ?? sources.text("host") ?? "127.0.0.1"
    port = try server?.port ?? sources.number("port") ?? 8080
    publicURL = try server?.publicURL ?? sources.text("public-url")
    behindProxy = try server?.behindProxy ?? sources.flag("behind-proxy") ?? false
    logger = try Self.logger(level: try store.logLevel ?? sources.text("log-level") ?? "info")
    guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
    try Self.check(publicURL: publicURL)
  }

  private static func check(publicURL: String?) throws {
    guard let publicURL else { return }
    let parts = URLComponents(string: publicURL)
    guard let scheme = parts?.scheme?.lowercased(), ["http", "https"].contains(scheme), parts?.host?.isEmpty == false
    else {
      throw ValidationError("The public URL is a whole address, such as https://desk.example.")
    }
  }

  private static func logger(level: String) throws -> Logger {
    guard let level = Logger.Level(rawValue: level) else {
      throw ValidationError("«\(level)» is no log level.")
    }
    var logger = Logger(label: "answerback") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
  }
}
