import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Recovery
import Storage
import TestSupport

@testable import Web

/// The test desk with the web in front of it.
struct WebDesk: Sendable {
  let desk: Desk
  let web: WebApplication
  let application: Application<FrontDoor>
  private let tokens: [String: String]

  var recovery: Recovery { desk.recovery }

  init(_ database: any Database, options: WebOptions, withPasswords: Bool, withLive: Bool) async throws {
    desk = try await Desk(database, withPasswords: withPasswords)
    let receiver = SecretReceiver(secret: Self.secret)
    web = try await WebApplication(
      recovery: desk.recovery, receivers: [.telegram: receiver], testers: [.telegram: NothingSet()],
      secrets: NoSecrets(), options: options)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    application = Application(responder: web.responder, services: withLive ? [web.live] : [], logger: logger)
    var tokens: [String: String] = [:]
    for login in ["ivan", "maria", "petro", "oksana", "anna"] {
      tokens[login] = try await desk.recovery.createToken(login: login)
    }
    self.tokens = tokens
  }

  /// What the platform must send to be admitted.
  static let secret = "telegram-says-hello"

  /// The secret of a session of this operator.
  func token(_ person: Operator) throws -> String {
    guard let token = tokens[person.login] else { throw MissingToken() }
    return token
  }

  struct MissingToken: Error {}
}

/// Finds that the channel has no token.
private struct NothingSet: ChannelTester {
  func test(_ channel: Channel) async -> [ChannelFinding] { [ChannelFinding(.wrong, .tokenMissing, "BOT_TOKEN")] }
}

/// No channel has any secret.
private struct NoSecrets: SecretSource {
  func secret(named name: String) -> String? { nil }
}

/// Runs `body` with requests that go straight to the router.
func withWeb(
  _ engine: Engine, options: WebOptions = WebOptions(), withPasswords: Bool = false,
  _ body: @Sendable (WebDesk, Browser) async throws -> Void
) async throws {
  try await withDatabase(engine, migrations: Recovery.migrations) { database in
    let web = try await WebDesk(database, options: options, withPasswords: withPasswords, withLive: false)
    try await web.application.test(.router) { client in
      try await body(web, Browser(client: client, web: web))
    }
  }
}

/// Runs `body` with a server that listens.
func withServer(
  _ engine: Engine, _ body: @Sendable (WebDesk, Browser) async throws -> Void
) async throws {
  try await withDatabase(engine, migrations: Recovery.migrations) { database in
    let web = try await WebDesk(database, options: WebOptions(), withPasswords: false, withLive: true)
    try await web.application.test(.live) { client in
      try await eventually { web.web.live.position != nil }
      try await body(web, Browser(client: client, web: web))
    }
  }
}
