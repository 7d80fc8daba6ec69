import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct SessionTests {
  @Test func `A program signs in and gets who it is, and a cookie that scripts cannot read`() async throws {
    var options = WebOptions()
    options.secureCookies = true
    try await withWeb(.sqlite, options: options, withPasswords: true) { web, browser in
      let answer = try await browser.json(
        .post, "/session", #"{"login":"Ivan","password":"\#(Desk.password)"}"#)
      #expect(answer.status == 200)
      #expect(answer.string("operator.name") == "Ivan")
      let cookie = try #require(answer.headers[.setCookie])
      #expect(cookie.hasPrefix("answerback_session="))
      for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] { #expect(cookie.contains("; \(attribute)")) }
      let value = String(cookie.prefix { $0 != ";" })
      let home = try await browser.send(.get, "/", [.accept: "text/html", .cookie: value], nil)
      #expect(home.status == 200)
    }
  }

  @Test func `Signing in by the page leads to where one wanted to go, and signing out ends it`() async throws {
    try await withWeb(.sqlite, withPasswords: true) { web, browser in
      let asked = try await browser.page("/activities?status=Not%20started")
      #expect(asked.status == 303)
      #expect(asked.headers[.location] == "/sign-in?next=%2Factivities%3Fstatus%3DNot%2520started")
      let page = try await browser.page("/sign-in?next=/chats")
      #expect(page.text.contains(#"name="next" value="/chats""#))
      let signedIn = try await browser.form(
        "/session", ["login": "ivan", "password": Desk.password, "next": "/chats"])
      #expect(signedIn.status == 303)
      #expect(signedIn.headers[.location] == "/chats")
      let cookie = try #require(signedIn.headers[.setCookie]).prefix { $0 != ";" }
      let headers: HTTPFields = [
        .cookie: String(cookie), .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
        .fetchSite: "same-origin",
      ]
      let signedOut = try await browser.send(.post, "/session", headers, "_method=DELETE")
      #expect(signedOut.headers[.location] == "/sign-in")
      #expect(try await browser.send(.get, "/", headers, nil).status == 303)
    }
  }

  @Test func `A program that signs out is refused, and keeps its token`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let signedOut = try await browser.json(.delete, "/session", as: web.desk.ivan)
      #expect(signedOut.code == "forbidden")
      let activities = try await browser.json(.get, "/activities", as: web.desk.ivan)
      #expect(activities.status == 200)
    }
  }

  @Test(arguments: ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"])
  func `Signing in leads nowhere else`(_ next: String) async throws {
    try await withWeb(.sqlite, withPasswords: true) { web, browser in
      let answer = try await browser.form("/session", ["login": "ivan", "password": Desk.password, "next": next])
      #expect(answer.headers[.location] == "/")
    }
  }

  @Test func `A wrong login and a wrong password are answered alike, and guessing is slowed down`() async throws {
    try await withWeb(.sqlite, withPasswords: true) { web, browser in
      func attempt(_ login: String) async throws -> Answer {
        try await browser.json(.post, "/session", #"{"login":"\#(login)","password":"wrong"}"#)
      }
      let known = try await attempt("ivan")
      let unknown = try await attempt("nobody")
      #expect(known.status == 401)
      #expect(known.code == "invalid_credentials")
      #expect(known.text == unknown.text)
      let page = try await browser.form("/session", ["login": "ivan", "password": "wrong"])
      #expect(page.status == 401)
      #expect(page.text.contains("The login or the password is wrong."))
      for _ in 0..<8 { _ = try await attempt("ivan") }
      let slowed = try await attempt("ivan")
      #expect(slowed.status == 429)
      #expect(slowed.headers[.retryAfter] != nil)
    }
  }

  @Test func `Programs, fragments and streams get 401 where people are led to the sign-in`() async throws {
    try await withWeb(.sqlite) { web, browser in
      #expect(try await browser.json(.get, "/activities").code == "unauthenticated")
      #expect(try await browser.page("/activities", fragment: true).status == 401)
      #expect(try await browser.send(.get, "/live", [.accept: "text/event-stream"], nil).status == 401)
      let headers: HTTPFields = [.accept: "application/json", .authorization: "Bearer nonsense"]
      #expect(try await browser.send(.get, "/activities", headers, nil).status == 401)
      // A wrong bearer token is not made good by a right cookie.
      var both = headers
      both[.cookie] = try browser.cookie(of: web.desk.ivan)
      #expect(try await browser.send(.get, "/activities", both, nil).status == 401)
    }
  }
}
