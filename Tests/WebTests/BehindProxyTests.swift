import HTTPTypes
import TestSupport
import Testing

@testable import Web

/// Whose address counts in the limits.
@Suite struct BehindProxyTests {
  @Test func `Behind a proxy its last hop counts, and what a client wrote before it does not`() async throws {
    var options = WebOptions()
    options.behindProxy = true
    try await withWeb(.sqlite, options: options) { _, browser in
      for number in 1...60 {
        let answer = try await Self.signIn(browser, "nobody-\(number)", "198.51.100.\(number), 203.0.113.7")
        #expect(answer == 401)
      }
      #expect(try await Self.signIn(browser, "nobody", "198.51.100.99, 203.0.113.7") == 429)
      #expect(try await Self.signIn(browser, "nobody", "203.0.113.7, 203.0.113.8") == 401)
    }
  }

  @Test func `Without a proxy of ours nobody chooses their own address`() async throws {
    try await withWeb(.sqlite) { _, browser in
      for number in 1...60 {
        let answer = try await Self.signIn(browser, "nobody-\(number)", "203.0.113.\(number)")
        #expect(answer == 401)
      }
      #expect(try await Self.signIn(browser, "nobody", "203.0.113.99") == 429)
    }
  }

  @Test func `Right passwords do not count: all may begin their day behind one address`() async throws {
    try await withWeb(.sqlite, withPasswords: true) { _, browser in
      for _ in 1...61 {
        let body = #"{"login":"ivan","password":"\#(Desk.password)"}"#
        let signedIn = try await browser.json(.post, "/session", body)
        #expect(signedIn.status == 200)
      }
    }
  }

  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "::ffff:203.0.113.7"), ("::1", "::1"),
    ("2001:db8:1:2:3:4:5:6", "20.1.d.b8.0.1.0.2/64"), ("2001:db8:1:2::9", "20.1.d.b8.0.1.0.2/64"),
    ("2001:db8:1:3::9", "20.1.d.b8.0.1.0.3/64"), ("unknown", "unknown"),
  ])
  func `Of IPv6 the network counts, within which one chooses at will`(_ address: String, _ counted: String) {
    #expect(WebContext.network(of: address) == counted)
  }

  private static func signIn(_ browser: Browser, _ login: String, _ forwarded: String) async throws -> Int {
    let headers: HTTPFields = [
      .accept: "application/json", .contentType: "application/json", .forwardedFor: forwarded,
    ]
    return try await browser.send(.post, "/session", headers, #"{"login":"\#(login)","password":"wrong"}"#).status
  }
}
