import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct WebhookTests {
  private static let body = #"{"key":"1","chat":"c","id":"m","from":"77","name":"Олена","text":"Hi"}"#
  private static let headers: HTTPFields = [SecretReceiver.header: WebDesk.secret]

  @Test(arguments: Engine.available)
  func `What a platform sends is stored before it is acknowledged, once`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      for _ in 0..<3 {
        let answer = try await browser.send(.post, "/webhooks/bot", Self.headers, Self.body)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"ok":true}"#)
      }
      #expect(try await stored(web, "pending") == 1)
    }
  }

  @Test(arguments: Engine.available)
  func `What we do not understand is kept as a dead letter and acknowledged`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let answer = try await browser.send(.post, "/webhooks/bot", Self.headers, #"{"other":1}"#)
      #expect(answer.status == 200)
      #expect(try await stored(web, "dead") == 1)
    }
  }

  @Test func `What does not come from the platform is refused and not stored`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let wrong = try await browser.send(.post, "/webhooks/bot", [SecretReceiver.header: "guess"], Self.body)
      #expect(wrong.status == 401)
      #expect(wrong.code == "wrong_secret")
      let malformed = try await browser.send(.post, "/webhooks/bot", Self.headers, "{")
      #expect(malformed.status == 400)
      #expect(malformed.code == "malformed_json")
      let large = String(repeating: "a", count: (1 << 20) + 1)
      #expect(try await browser.send(.post, "/webhooks/bot", Self.headers, large).status == 413)
      #expect(try await browser.send(.post, "/webhooks/nowhere", Self.headers, Self.body).status == 404)
      #expect(try await browser.send(.post, "/webhooks/site", Self.headers, Self.body).status == 404)
      #expect(try await browser.send(.get, "/webhooks/bot", Self.headers, nil).status == 405)
      #expect(try await browser.send(.put, "/webhooks/bot", Self.headers, Self.body).status == 405)
      #expect(try await stored(web, "pending") + stored(web, "dead") == 0)
    }
  }

  private func stored(_ web: WebDesk, _ state: String) async throws -> Int64 {
    try await web.recovery.database.read { connection in
      try connection.row("SELECT count(*) AS n FROM inbound WHERE state = $1", [.text(state)])?.integer("n") ?? 0
    }
  }
}
