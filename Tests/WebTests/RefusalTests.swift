import HTTPTypes
import Hummingbird
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct RefusalTests {
  @Test func `JSON that cannot be read is refused and changes nothing`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let path = "/activities/\(try await web.desk.missedChat().id)/completion"
      let deep = #"{"result":"# + String(repeating: "[", count: 30_000)
      let deepAndClosed = deep + String(repeating: "]", count: 30_000) + "}"
      for body in [
        "{", "[]", "nonsense", #"{"result":7}"#, #"{"result":{"a":1}}"#, "{\"result\":\"\\u0000\"}", deep,
        deepAndClosed,
      ] {
        let answer = try await browser.json(.post, path, as: web.desk.ivan, body)
        #expect(answer.status == 400, "\(body.prefix(100))")
        #expect(answer.code != nil)
      }
      #expect(try await web.desk.open().first?.status == .notStarted)
    }
  }

  @Test func `A body of 10 MB is refused, whether its length is announced or not`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let ivan = web.desk.ivan
      let chat = try await web.desk.missedChat().chatID
      let huge = #"{"text":""# + String(repeating: "a", count: 10 << 20) + #""}"#
      for path in ["/chats/\(chat)/messages", "/activities/x/acceptance", "/session", "/webhooks/bot"] {
        let answer = try await browser.json(.post, path, as: ivan, huge)
        #expect(answer.status == 413, "\(path)")
        #expect(answer.code == "too_large")
      }
    }
  }

  @Test func `A form of 10 MB is refused too`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.form(
        "/activities/x/decline", as: web.desk.ivan, ["reason": String(repeating: "a", count: 10 << 20)])
      #expect(answer.status == 413)
      #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
    }
  }

  @Test func `A body of a foreign type is refused`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let headers: HTTPFields = [
        .accept: "application/json", .authorization: "Bearer \(try web.token(web.desk.ivan))",
        .contentType: "application/xml",
      ]
      let answer = try await browser.send(.post, "/activities/x/decline", headers, "<a/>")
      #expect(answer.status == 415)
    }
  }

  @Test(arguments: ["cross-site", "same-site", nil])
  func `A foreign page cannot act with an operator's cookie`(_ site: String?) async throws {
    try await withWeb(.sqlite) { web, browser in
      let activity = try await web.desk.missedChat()
      let answer = try await browser.form("/activities/\(activity.id)/acceptance", as: web.desk.ivan, [:], site: site)
      #expect(answer.status == 403)
      #expect(try await web.desk.open().first?.status == .notStarted)
    }
  }

  @Test func `Without Sec-Fetch-Site the origin decides`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let path = "/activities/\(try await web.desk.missedChat().id)/acceptance"
      func send(_ origin: String) async throws -> Answer {
        try await browser.send(
          .post, path,
          [.accept: "application/json", .cookie: try browser.cookie(of: web.desk.ivan), .origin: origin], nil)
      }
      #expect(try await send("https://evil.example").code == "foreign_origin")
      #expect(try await send("null").code == "foreign_origin")
      #expect(try await send("http://localhost").status == 200)
    }
  }

  @Test func `A method that an address does not have is answered with those that it has`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.json(.delete, "/activities/x", as: web.desk.ivan)
      #expect(answer.status == 405)
      #expect(answer.code == "method_not_allowed")
      #expect(answer.headers[.allow] == "GET, HEAD, PATCH")
      for method in [HTTPRequest.Method.put, .trace, .options] {
        #expect(try await browser.json(method, "/activities").status == 405)
      }
      #expect(try await browser.json(.head, "/health/live").status == 200)
    }
  }

  @Test func `An unknown address is answered in the form that was asked for`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let json = try await browser.json(.get, "/nowhere", as: web.desk.ivan)
      #expect(json.status == 404)
      #expect(json.code == "not_found")
      let page = try await browser.page("/nowhere", as: web.desk.ivan)
      #expect(page.status == 404)
      #expect(page.text.contains("<h1>Not found</h1>"))
    }
  }

  @Test func `When the store is down the client is asked to come again`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let ivan = web.desk.ivan
      _ = try await browser.json(.get, "/queues", as: ivan)
      await web.recovery.database.close()
      let answer = try await browser.json(.get, "/activities", as: ivan)
      #expect(answer.status == 503)
      #expect(answer.headers[.retryAfter] == "5")
      #expect(try await browser.json(.get, "/health/ready").status == 503)
      #expect(try await browser.json(.get, "/health/live").status == 200)
      let body = #"{"key":"1","chat":"c","id":"m","from":"77","name":"Олена","text":"Hi"}"#
      let headers: HTTPFields = [SecretReceiver.header: WebDesk.secret]
      #expect(try await browser.send(.post, "/webhooks/bot", headers, body).status == 503)
    }
  }

  @Test func `Every answer carries the headers that keep browsers strict`() async throws {
    var options = WebOptions()
    options.secureCookies = true
    try await withWeb(.sqlite, options: options) { web, browser in
      for answer in [try await browser.page("/", as: web.desk.ivan), try await browser.json(.get, "/nowhere")] {
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'"))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.strictTransportSecurity] != nil)
        #expect(answer.headers[.referrerPolicy] == "same-origin")
        #expect(answer.headers[.cacheControl] == "no-store")
      }
    }
  }

  @Test(arguments: ["/activities?q=%", "/activities?q=%zz", "/activities?q=%ff", "/activities?q=%00"])
  func `An address that is not well-formed is a mistake of the client's`(_ uri: String) async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.json(.get, uri, as: web.desk.ivan)
      #expect(answer.status == 400)
    }
  }
}
