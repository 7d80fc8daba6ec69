import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct AnsweredElsewhereTests {
  @Test(arguments: Engine.available)
  func `What closed itself says why on its card, and is reopened there`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      let path = "/activities/\(activity.id)"
      try await web.desk.answerElsewhere()

      let card = try await browser.page(path, as: web.desk.ivan)
      #expect(card.text.contains("Answered elsewhere"))
      #expect(card.text.contains(#"<option value="not_started">Not started</option>"#))
      let reopened = try await browser.form(
        path, as: web.desk.ivan, ["_method": "PATCH", "status": "not_started"])

      #expect(reopened.status == 303)
      #expect(try await web.desk.open().map(\.status) == [.notStarted])
      let anew = try await browser.page(path, as: web.desk.ivan)
      #expect(anew.text.contains("/activities/\(activity.id)/acceptance"))
    }
  }

  @Test(arguments: Engine.available)
  func `Where the chat is over the card says that it cannot be reopened`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      try await web.desk.answerElsewhere()
      _ = try await web.desk.recovery.closeChat(activity.chatID, by: web.desk.ivan)

      let answer = try await browser.json(
        .patch, "/activities/\(activity.id)", as: web.desk.ivan, #"{"status":"Not started"}"#)

      #expect((answer.status, answer.code) == (409, "illegal_status"))
    }
  }
}
