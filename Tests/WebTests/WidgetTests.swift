import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct WidgetTests {
  static let shop = "https://shop.example"

  static func headers(_ token: String? = nil, origin: String? = shop) -> HTTPFields {
    var headers: HTTPFields = [.contentType: "application/json", .accept: "*/*"]
    if let origin { headers[.origin] = origin }
    if let token { headers[.authorization] = "Bearer \(token)" }
    return headers
  }

  @Test(arguments: Engine.available)
  func `A visitor writes, and reads the reply`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let visit = try await browser.send(.post, "/widget/site/visits", Self.headers(), "{}")
      #expect(visit.status == 200)
      #expect(visit.headers[.accessControlAllowOrigin] == Self.shop)
      #expect(visit.count("messages") == 0)
      let token = try #require(visit.string("token"))
      let body = #"{"id":"b-1","text":"Is it blue?","name":"Олена"}"#
      let sent = try await browser.send(.post, "/widget/site/messages", Self.headers(token), body)
      #expect(sent.status == 201)
      #expect(sent.string("clientId") == "b-1")
      #expect(sent.string("direction") == "in")
      let again = try await browser.send(.post, "/widget/site/messages", Self.headers(token), body)
      #expect(again.string("id") == sent.string("id"))
      let chat = try #require(try await web.recovery.chats(ChatFilter(state: .waiting), for: web.desk.ivan).chats.first)
      let replied = try await browser.json(
        .post, "/chats/\(chat.id)/messages", as: web.desk.ivan, #"{"text":"Very blue"}"#)
      #expect(replied.status == 201)
      let after = sent.string("id") ?? ""
      let read = try await browser.send(.get, "/widget/site/messages?after=\(after)", Self.headers(token), nil)
      #expect(read.count("messages") == 1)
      #expect(read.string("messages.0.text") == "Very blue")
      #expect(read.string("messages.0.author") == "Ivan")
      let shown = #"{"ids":["\#(read.string("messages.0.id") ?? "")"]}"#
      #expect(try await browser.send(.post, "/widget/site/receipts", Self.headers(token), shown).status == 204)
      #expect(
        try await browser.json(.get, "/chats/\(chat.id)", as: web.desk.ivan).string("messages.1.delivery")
          == "delivered")
      #expect(try await browser.send(.post, "/widget/site/departure", Self.headers(token), "{}").status == 204)
      #expect(try await web.recovery.chat(chat.id, for: web.desk.ivan)?.leftAt != nil)
      let back = try await browser.send(.post, "/widget/site/visits", Self.headers(), #"{"token":"\#(token)"}"#)
      #expect(back.string("token") == token)
      #expect(back.count("messages") == 2)
    }
  }

  @Test(arguments: ["https://evil.example", "null", "https://shop.example.evil.example", nil])
  func `Pages of other origins are refused`(_ origin: String?) async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.send(.post, "/widget/site/visits", Self.headers(origin: origin), "{}")
      #expect(answer.status == 403)
      #expect(answer.code == "foreign_origin")
      #expect(answer.headers[.accessControlAllowOrigin] == nil)
      let preflight = try await browser.send(.options, "/widget/site/visits", Self.headers(origin: origin), nil)
      #expect(preflight.status == 403)
    }
  }

  @Test func `An allowed page may ask what it may send, and read why it is refused`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let preflight = try await browser.send(.options, "/widget/site/messages", Self.headers(), nil)
      #expect(preflight.status == 204)
      #expect(preflight.headers[.accessControlAllowHeaders] == "Authorization, Content-Type")
      #expect(preflight.headers[.accessControlAllowOrigin] == Self.shop)
      let refused = try await browser.send(.get, "/widget/site/messages", Self.headers("stolen"), nil)
      #expect(refused.status == 401)
      #expect(refused.headers[.accessControlAllowOrigin] == Self.shop)
      #expect(try await browser.send(.post, "/widget/nowhere/visits", Self.headers(), "{}").status == 404)
      #expect(try await browser.send(.post, "/widget/bot/visits", Self.headers(), "{}").status == 404)
    }
  }

  @Test func `Malformed and excessive messages are refused`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let token = try #require(
        try await browser.send(.post, "/widget/site/visits", Self.headers(), "{}").string("token"))
      func write(_ body: String) async throws -> Int {
        try await browser.send(.post, "/widget/site/messages", Self.headers(token), body).status
      }
      for body in ["{", #"{"id":"1"}"#, #"{"id":"1","text":" "}"#, #"{"text":"Hi"}"#] {
        #expect(try await write(body) == 400)
      }
      #expect(try await write(#"{"id":"1","text":"\#(String(repeating: "a", count: 5000))"}"#) == 400)
      var statuses = Set<Int>()
      for index in 0..<40 { statuses.insert(try await write(#"{"id":"m\#(index)","text":"Hi"}"#)) }
      #expect(statuses == [201, 429])
      web.desk.time.advance(by: .seconds(130))
      #expect(try await write(#"{"id":"later","text":"Hi"}"#) == 201)
    }
  }

  @Test func `The script may be used on any page`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let script = try await browser.send(.get, "/widget.js", [:], nil)
      #expect(script.status == 200)
      #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
      #expect(script.headers[.accessControlAllowOrigin] == "*")
      let tag = try #require(script.headers[.eTag])
      #expect(try await browser.send(.get, "/widget.js", [.ifNoneMatch: tag], nil).status == 304)
    }
  }
}
