package import AsyncHTTPClient
import Foundation
import Hummingbird
package import Logging
import ServiceLifecycle

/// A server that stands in for Telegram: the Bot API under `/bot<token>/`, deliveries to webhooks, and routes by which people and
/// programs play its customers.
package struct TelegramSimulator: Service {
  /// What happens in it, for tests in the same process.
  package let telegram: SimulatedTelegram

  private let host: String
  private let port: Int
  private let client: HTTPClient
  private let logger: Logger
  private let bound = BoundPort()

  /// - Parameter port: 0 takes any that is free; ``boundPort`` tells which.
  package init(
    host: String = "127.0.0.1", port: Int = 0, rules: TelegramRules, client: HTTPClient = .shared,
    logger: Logger = Logger(label: "answerback.simulators.telegram")
  ) {
    telegram = SimulatedTelegram(rules: rules)
    self.host = host
    self.port = port
    self.client = client
    self.logger = logger
  }

  /// The port on which it listens; waits until it does.
  ///
  /// - Throws: ``NotListening`` where it stopped before that.
  package var boundPort: Int {
    get async throws { try await bound.value() }
  }

  /// Serves until the process shuts down.
  package func run() async throws {
    defer { bound.stopped() }
    let router = Router()
    TelegramBotRoutes(telegram: telegram).add(to: router)
    TelegramCustomerRoutes(telegram: telegram).add(to: router)
    let application = Application(
      router: router,
      configuration: .init(address: .hostname(host, port: port), serverName: "telegram-simulator"),
      services: [TelegramDelivery(telegram: telegram, client: client)],
      onServerRunning: { [bound] channel in
        if let port = channel.localAddress?.port { bound.listens(on: port) }
      },
      logger: logger)
    try await application.run()
  }
}

/// The Bot API's address: every method under the bot's token (https://core.telegram.org/bots/api#making-requests).
struct TelegramBotRoutes: Sendable {
  let telegram: SimulatedTelegram

  func add(to router: Router<BasicRequestContext>) {
    router.get("/bot{token}/{method}", use: answer)
    router.post("/bot{token}/{method}", use: answer)
    router.get("/file/bot{token}/files/{file}", use: sendFile)
  }

  /// A file that a customer sent (https://core.telegram.org/bots/api#getfile).
  @Sendable private func sendFile(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    let written = try context.parameters.require("token")
    guard (written.removingPercentEncoding ?? written) == telegram.rules.token else {
      return try TelegramAnswer.unauthorised.response()
    }
    guard let file = await telegram.files[try context.parameters.require("file")] else {
      return try TelegramAnswer.notFound.response()
    }
    return Response(
      status: .ok, headers: [.contentType: "application/octet-stream"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
  }

  @Sendable private func answer(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
    // Some clients write the colon in a token as %3A.
    let written = try context.parameters.require("token")
    let token = written.removingPercentEncoding ?? written
    let method = try context.parameters.require("method")
    let parameters: TelegramParameters
    do {
      parameters = try await TelegramParameters(of: request)
    } catch is DecodingError {
      return try TelegramAnswer.badRequest("can't parse JSON in request body").response()
    }
    return try await telegram.answer(token: token, method: method, parameters).response()
  }
}
