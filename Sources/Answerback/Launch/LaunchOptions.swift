import ArgumentParser
import Configuration
import Foundation
import Logging
import SystemPackage

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

  init(
    _ store: StoreOptions, _ server: ServerOptions? = nil,
    environment variables: [String: String] = ProcessInfo.processInfo.environment
  ) async throws {
    let provider = EnvironmentVariablesProvider(environmentVariables: variables)
    let environment = ConfigReader(provider: provider).scoped(to: "answerback")
    let file = try await Self.file(store.config ?? environment.string(forKey: "config"))
    func text(_ option: String?, _ key: ConfigKey) -> String? {
      option ?? environment.string(forKey: key) ?? file?.string(forKey: key)
    }
    database = text(store.database, "database") ?? "sqlite:answerback.db"
    host = text(server?.host, "host") ?? "127.0.0.1"
    port = server?.port ?? environment.int(forKey: "port") ?? file?.int(forKey: "port") ?? 8080
    publicURL = text(server?.publicURL, "public-url")
    behindProxy =
      server?.behindProxy ?? environment.bool(forKey: "behind-proxy") ?? file?.bool(forKey: "behind-proxy") ?? false
    logger = try Self.logger(level: text(store.logLevel, "log-level") ?? "info")
    guard (0...65_535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
  }

  private static func file(_ path: String?) async throws -> ConfigReader? {
    guard let path else { return nil }
    let provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
    return ConfigReader(provider: provider)
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
