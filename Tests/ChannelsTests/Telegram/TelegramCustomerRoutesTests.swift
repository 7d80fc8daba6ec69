import AsyncHTTPClient
import Foundation
import struct NIOCore.ByteBuffer
import Recovery
import Simulators
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Playing a customer over HTTP` {
  @Test func `what Олена writes and blocks shows in her conversation`() async throws {
    try await withTelegram { telegram, channel in
      let written = try await post(
        "/simulator/customers/77/messages", ["name": "Олена Коваль", "text": "Добрий день"], on: channel)
      #expect(written == 201)
      #expect(try await post("/simulator/customers/77/block", [:], on: channel) == 204)
      let (status, page) = try await get("/simulator/customers/77/messages", on: channel)
      let answer = try JSONDecoder().decode(JSON.self, from: Data(page.utf8))
      #expect(status == 200)
      #expect(answer["customer"] == ["id": 77, "name": "Олена Коваль", "blocked": true])
      guard case .array(let messages)? = answer["messages"], let message = messages.first else {
        Issue.record("no message in \(page)")
        return
      }
      #expect(message["from"] == "customer")
      #expect(message["text"] == "Добрий день")
      #expect(message["at"]?.text?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
  }

  @Test(arguments: [
    ("/simulator/customers/77/messages", #"{"text":" "}"#), ("/simulator/customers/77/messages", "{"),
    ("/simulator/customers/olena/messages", #"{"text":"hi"}"#), ("/simulator/faults", #"{"method":"getMe"}"#),
    ("/simulator/faults", #"{"method":"getMe","error_code":200}"#),
  ])
  func `what makes no sense is a bad request`(path: String, body: String) async throws {
    try await withTelegram { _, channel in
      let status = try await post(path, text: body, on: channel)
      #expect(status == 400)
    }
  }

  @Test(arguments: ["/customers/77", "/simulator/customer.js", "/simulator/customer.css"])
  func `the page and its files are served, and allow nothing inline`(path: String) async throws {
    try await withTelegram { _, channel in
      let request = HTTPClientRequest(url: (channel.options["base-url"] ?? "") + path)
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
      let body = String(buffer: try await response.body.collect(upTo: 100_000))
      #expect(response.status == .ok)
      #expect(response.headers.first(name: "content-security-policy")?.contains("script-src 'self'") == true)
      #expect(!body.contains("onclick") && !body.contains("<style") && !body.contains("<script>"))
    }
  }

  @Test func `customers stop being taken in when the bot leaves too much waiting`() async throws {
    try await withTelegram { telegram, channel in
      for _ in 1...10_000 { try await telegram.customer(77, writes: "Ау") }
      #expect(try await post("/simulator/customers/77/messages", ["text": "Ау"], on: channel) == 503)
      #expect(await telegram.conversation(of: 77).count == 1000)
    }
  }

  private func post(_ path: String, _ body: [String: String], on channel: Channel) async throws -> UInt {
    try await post(path, text: String(decoding: JSONEncoder().encode(body), as: UTF8.self), on: channel)
  }

  private func post(_ path: String, text: String, on channel: Channel) async throws -> UInt {
    var request = HTTPClientRequest(url: (channel.options["base-url"] ?? "") + path)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    request.body = .bytes(ByteBuffer(string: text))
    return try await HTTPClient.shared.execute(request, timeout: .seconds(5)).status.code
  }

  private func get(_ path: String, on channel: Channel) async throws -> (UInt, String) {
    let request = HTTPClientRequest(url: (channel.options["base-url"] ?? "") + path)
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(5))
    return (response.status.code, String(buffer: try await response.body.collect(upTo: 100_000)))
  }
}
