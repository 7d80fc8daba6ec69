import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct ChangePasswordTests {
  private static let path = "/my-settings/password"

  @Test func `Ivan changes his password on his own page and stays signed in`() async throws {
    try await withWeb(.sqlite, withPasswords: true) { web, browser in
      let page = try await browser.page("/my-settings", as: web.desk.ivan)
      #expect(page.text.contains(#"autocomplete="current-password""#))
      let changed = try await browser.form(
        Self.path, as: web.desk.ivan,
        [
          "_method": "PUT", "password": Desk.password, "newPassword": "blue cups in a row",
          "repeated": "blue cups in a row",
        ])
      #expect(changed.status == 303)
      #expect(changed.headers[.location] == "/my-settings?password=changed")
      let told = try await browser.page("/my-settings?password=changed", as: web.desk.ivan)
      #expect(told.text.contains("The password is changed."))
      let old = try await browser.json(.post, "/session", #"{"login":"ivan","password":"\#(Desk.password)"}"#)
      #expect(old.status == 401)
      let new = try await browser.json(.post, "/session", #"{"login":"ivan","password":"blue cups in a row"}"#)
      #expect(new.status == 200)
    }
  }

  @Test(arguments: [
    ("wrong", "blue cups in a row", "blue cups in a row", 403, "The present password is wrong."),
    (Desk.password, "blue cups in a row", "red cups in a row", 400, "The new password was not typed the same twice."),
    (Desk.password, "grey cup", "grey cup", 400, "A password has 10 to 1000 characters."),
  ])
  func `What is wrong is said on the page, and nothing changes`(
    _ present: String, _ new: String, _ repeated: String, _ status: Int, _ sentence: String
  ) async throws {
    try await withWeb(.sqlite, withPasswords: true) { web, browser in
      let refused = try await browser.form(
        Self.path, as: web.desk.ivan,
        ["_method": "PUT", "password": present, "newPassword": new, "repeated": repeated])
      #expect(refused.status == status)
      #expect(refused.text.contains(sentence))
      #expect(!refused.text.contains(new))
      let still = try await browser.json(.post, "/session", #"{"login":"ivan","password":"\#(Desk.password)"}"#)
      #expect(still.status == 200)
    }
  }

  @Test func `Guessing the present password is slowed down as signing in is`() async throws {
    try await withWeb(.sqlite, withPasswords: true) { web, browser in
      let body = #"{"password":"wrong","newPassword":"blue cups in a row","repeated":"blue cups in a row"}"#
      for _ in 0..<10 {
        let refused = try await browser.json(.put, Self.path, as: web.desk.ivan, body)
        #expect(refused.code == "wrong_password")
      }
      let slowed = try await browser.json(.put, Self.path, as: web.desk.ivan, body)
      #expect(slowed.status == 429)
      #expect(slowed.headers[.retryAfter] != nil)
    }
  }
}
