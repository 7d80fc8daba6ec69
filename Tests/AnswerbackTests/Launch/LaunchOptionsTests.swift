import ArgumentParser
import Foundation
import Testing

@testable import Answerback

@Suite struct LaunchOptionsTests {
  private static let environment = [
    "ANSWERBACK_DATABASE": "sqlite:environment.db", "ANSWERBACK_HOST": "10.0.0.1", "ANSWERBACK_PORT": "8001",
    "ANSWERBACK_PUBLIC_URL": "https://environment.example", "ANSWERBACK_BEHIND_PROXY": "true",
    "ANSWERBACK_LOG_LEVEL": "error",
  ]
  private static let file = """
    database: sqlite:file.db
    host: 10.0.0.2
    port: 8002
    public-url: https://file.example
    behind-proxy: true
    log-level: debug
    """

  @Test func `without anything it listens here alone, to a file of its own`() async throws {
    let settings = try await launch([], [:])
    #expect(settings.database == "sqlite:answerback.db")
    #expect((settings.host, settings.port, settings.publicURL) == ("127.0.0.1", 8080, nil))
    #expect(!settings.behindProxy)
    #expect(settings.logger.logLevel == .info)
  }

  @Test func `the file goes before what is usual`() async throws {
    try await withFile { path in
      for settings in [
        try await launch(["--config", path], [:]), try await launch([], ["ANSWERBACK_CONFIG": path]),
      ] {
        #expect(settings.database == "sqlite:file.db")
        #expect((settings.host, settings.port) == ("10.0.0.2", 8002))
        #expect(settings.publicURL == "https://file.example")
        #expect(settings.behindProxy)
        #expect(settings.logger.logLevel == .debug)
      }
    }
  }

  @Test func `the environment goes before the file`() async throws {
    try await withFile { path in
      let settings = try await launch(["--config", path], Self.environment)
      #expect(settings.database == "sqlite:environment.db")
      #expect((settings.host, settings.port) == ("10.0.0.1", 8001))
      #expect(settings.publicURL == "https://environment.example")
      #expect(settings.logger.logLevel == .error)
    }
  }

  @Test func `an option goes before the environment`() async throws {
    let options = [
      "--database", "postgres://localhost/desk", "--host", "0.0.0.0", "--port", "0", "--public-url",
      "https://desk.example", "--no-behind-proxy", "--log-level", "trace",
    ]
    let settings = try await launch(options, Self.environment)
    #expect(settings.database == "postgres://localhost/desk")
    #expect((settings.host, settings.port) == ("0.0.0.0", 0))
    #expect(settings.publicURL == "https://desk.example")
    #expect(!settings.behindProxy)
    #expect(settings.logger.logLevel == .trace)
  }

  @Test(arguments: [["--port", "65536"], ["--port=-1"], ["--log-level", "loud"]])
  func `what cannot be is refused before anything is opened`(_ options: [String]) async {
    await #expect(throws: ValidationError.self) { try await launch(options, [:]) }
  }

  @Test(
    arguments: [
      ["ANSWERBACK_PORT": "zz"], ["ANSWERBACK_BEHIND_PROXY": "perhaps"], ["ANSWERBACK_PUBLIC_URL": "desk.example"],
    ])
  func `what the environment says and cannot be is refused`(_ environment: [String: String]) async {
    await #expect(throws: ValidationError.self) { try await launch([], environment) }
  }

  @Test func `an empty variable is none`() async throws {
    let settings = try await launch([], ["ANSWERBACK_PORT": "", "ANSWERBACK_PUBLIC_URL": "", "ANSWERBACK_CONFIG": ""])
    #expect(settings.port == 8080)
    #expect(settings.publicURL == nil)
  }

  @Test(arguments: [
    "port: x", "port: \"8002\"", "prot: 8002", "behind-proxy: maybe", "public-url: desk.example", "8002",
  ])
  func `what the file says and cannot be is refused`(_ file: String) async throws {
    try await withFile(file) { path in
      await #expect(throws: ValidationError.self) { try await launch(["--config", path], [:]) }
    }
  }

  @Test(arguments: [
    ("port: 8002\ndatabase: \"postgres://desk:secret@db/desk", "line 2"), ("port: 8002\nhost: a: b", "line 2"),
    ("database: postgres://desk:secret@db/desk\nport: 1\nport: 2", "line 2: «port»"),
    ("host: a\nport: \u{1}", "line 2"),
  ])
  func `what is no YAML is told with its place, and not with the secrets beside it`(
    _ file: String, _ place: String
  ) async throws {
    try await withFile(file) { path in
      let refusal = await #expect(throws: ValidationError.self) { try await launch(["--config", path], [:]) }
      let message = "\(refusal?.message ?? "")"
      #expect(message.contains(place), "\(message)")
      #expect(!message.contains("secret"))
    }
  }

  @Test func `a file that is not there is a fault, and not the same as none`() async {
    await #expect(throws: (any Error).self) { try await launch(["--config", "/nowhere/desk.yaml"], [:]) }
  }

  /// The settings with which `answerback serve` would run.
  private func launch(_ options: [String], _ environment: [String: String]) async throws -> LaunchSettings {
    let command = try #require(try Answerback.parseAsRoot(["serve"] + options) as? ServeCommand)
    return try await LaunchSettings(command.store, command.server, environment: environment)
  }

  private func withFile(_ text: String = file, _ body: (String) async throws -> Void) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "answerback-\(UUID()).yaml")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try await body(file.path)
  }
}
