import AsyncHTTPClient
import Hummingbird
import HummingbirdTesting
import Recovery
import Testing

@testable import Channels

@Suite(.timeLimit(.minutes(1))) struct `A server that behaves badly` {
  @Test func `an answer that never ends is given up`() async throws {
    try await with { writer in
      try await writer.write(ByteBuffer(string: #"{"ok":true,"#))
      try await Task.sleep(for: .seconds(2))
    } _: { bot in
      await #expect(throws: TelegramFault.noAnswer("Time-out")) {
        try await bot.answer(to: "getMe", [String: String](), within: .milliseconds(200), upTo: 1000)
      }
    }
  }

  @Test func `an answer that is too long is given up`() async throws {
    try await with { writer in
      try await writer.write(ByteBuffer(repeating: 32, count: 2000))
      try await writer.finish(nil)
    } _: { bot in
      await #expect(throws: TelegramFault.noAnswer("The answer is too long")) {
        try await bot.answer(to: "getMe", [String: String](), within: .seconds(10), upTo: 1000)
      }
    }
  }

  @Test func `a result of another form is no answer`() async throws {
    try await with { writer in
      try await writer.write(ByteBuffer(string: #"{"ok":true,"result":{}}"#))
      try await writer.finish(nil)
    } _: { bot in
      await #expect(throws: TelegramFault.noAnswer("The answer to setWebhook was not understood.")) {
        let _: Bool = try await bot.call("setWebhook", [String: String]())
      }
    }
  }

  private func with(
    answer: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void,
    _ body: @escaping @Sendable (TelegramBot) async throws -> Void
  ) async throws {
    let router = Router()
    router.post("**") { _, _ in Response(status: .ok, body: ResponseBody(answer)) }
    try await Application(router: router, logger: NotedLog().logger).test(.live) { client in
      // By its name: where it comes first for it, the test server listens on ::1 only.
      let port = try #require(client.port)
      let channel = TelegramCast.channel(port: port, options: ["base-url": "http://localhost:\(port)"])
      try await body(TelegramBot(of: channel, secrets: TelegramCast.secrets, client: .shared))
    }
  }
}
