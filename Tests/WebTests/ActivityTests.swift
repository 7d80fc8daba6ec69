import Foundation
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct ActivityTests {
  @Test(arguments: Engine.available)
  func `An Activity is written in JSON as integrations expect it`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      let answer = try await browser.json(.get, "/activities/\(activity.id)", as: web.desk.ivan)
      let contact = try #require(activity.contact)
      let golden = """
        {"id":"\(activity.id)","subject":"Missed chat: Олена","type":"Webitel missed chat","status":"Not started",\
        "messenger":"Telegram","createdAt":"2026-11-18T10:01:00.000Z","dueAt":"2026-11-19T10:01:00.000Z",\
        "contact":{"id":"\(contact.id)","name":"Олена"},"chat":{"id":"\(activity.chatID)"},\
        "queue":{"id":"\(web.desk.sales.id)","name":"Sales"},"owner":null,\
        "missed":{"count":1,"reason":"no_answer","at":"2026-11-18T10:01:00.000Z","lastText":"Is anybody there?"},\
        "acceptance":null,"result":null,"notes":"","resultDetails":"","priority":"Medium","remindAt":null,"history":[\
        {"at":"2026-11-18T10:00:00.000Z","what":"wrote","by":null,"detail":""},\
        {"at":"2026-11-18T10:01:00.000Z","what":"missed","by":null,"detail":"no_answer"},\
        {"at":"2026-11-18T10:01:00.000Z","what":"opened","by":null,"detail":"no_answer"}]}
        """
      #expect(answer.status == 200)
      #expect(answer.headers[.contentType] == "application/json")
      #expect(answer.text == golden)
    }
  }

  @Test(arguments: Engine.available)
  func `Ivan accepts, and Maria is told that it was Ivan`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let (ivan, maria) = (web.desk.ivan, web.desk.maria)
      let path = "/activities/\(try await web.desk.missedChat().id)/acceptance"
      let won = try await browser.json(.post, path, as: ivan)
      #expect(won.status == 200)
      #expect(won.string("status") == "In progress")
      #expect(won["acceptance.number"] == .integer(1))
      #expect(won.string("acceptance.by.name") == "Ivan")
      let lost = try await browser.json(.post, path, as: maria)
      #expect(lost.status == 409)
      #expect(
        lost.text.hasPrefix(#"{"error":{"code":"already_taken","takenBy":{"id":"\#(ivan.id)","name":"Ivan"},"at":"#))
      #expect(lost.string("error.at") == "2026-11-18T10:01:00.000Z")
      let again = try await browser.json(.post, path, as: ivan)
      #expect(again.status == 200)
    }
  }

  @Test(arguments: Engine.available)
  func `A plain form leads into the chat, and shows the card to whoever was late`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      let path = "/activities/\(activity.id)/acceptance"
      let won = try await browser.form(path, as: web.desk.ivan, [:])
      #expect(won.status == 303)
      #expect(won.headers[.location] == "/activities/\(activity.id)#chat")
      let lost = try await browser.form(path, as: web.desk.maria, [:])
      #expect(lost.status == 409)
      #expect(lost.text.contains("Taken by Ivan"))
      #expect(lost.text.contains("Missed chat: Олена"))
      let returned = try await browser.form(path, as: web.desk.ivan, ["_method": "DELETE"])
      #expect(returned.status == 303)
      #expect(try await web.desk.open().first?.status == .notStarted)
    }
  }

  @Test(arguments: Engine.available)
  func `What is given back, declined, completed and canceled stands so afterwards`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let ivan = web.desk.ivan
      let path = "/activities/\(try await web.desk.missedChat().id)"
      #expect(try await browser.json(.delete, path + "/acceptance", as: ivan).code == "not_held")
      #expect(try await browser.json(.post, path + "/decline", as: web.desk.maria, #"{"reason":"busy"}"#).status == 200)
      let done = try await browser.json(
        .post, path + "/completion", as: ivan, #"{"result":"answered","notes":"All is well"}"#)
      #expect(done.string("status") == "Completed")
      #expect(done.string("result") == "answered")
      #expect(done.string("notes") == "All is well")
      let late = try await browser.json(.post, path + "/cancellation", as: ivan, "{}")
      #expect(late.status == 409)
      #expect(late.code == "already_closed")
      #expect(try await browser.json(.post, path + "/acceptance", as: ivan).code == "already_closed")
    }
  }

  @Test(arguments: Engine.available)
  func `The card is saved, but not over what somebody else saved`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let ivan = web.desk.ivan
      let activity = try await web.desk.missedChat()
      let path = "/activities/\(activity.id)"
      let body = #"{"version":\#(activity.version),"notes":"Call at noon"}"#
      #expect(try await browser.json(.patch, path, as: ivan, body).string("notes") == "Call at noon")
      #expect(try await browser.json(.patch, path, as: ivan, body).code == "changed_meanwhile")
      let closed = try await browser.form(
        path, as: ivan, ["_method": "PATCH", "status": "completed", "result": "spam"])
      #expect(closed.status == 303)
      let reopened = try await browser.json(.patch, path, as: ivan, #"{"status":"Not started"}"#)
      #expect(reopened.status == 409)
      #expect(reopened.code == "illegal_status")
      #expect(reopened.string("error.field") == "status")
      #expect(try await browser.json(.patch, path, as: ivan, #"{"status":"Done"}"#).status == 400)
      #expect(try await browser.json(.patch, path, as: ivan, #"{"subject":""}"#).string("error.field") == "subject")
    }
  }

  @Test(arguments: Engine.available)
  func `A supervisor gives it to one operator, who alone may take it`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let desk = web.desk
      let path = "/activities/\(try await desk.missedChat().id)"
      let body = #"{"operator":"\#(desk.petro.id)"}"#
      #expect(try await browser.json(.put, path + "/assignment", as: desk.ivan, body).status == 403)
      let given = try await browser.json(.put, path + "/assignment", as: desk.oksana, body)
      #expect(given.string("owner.name") == "Petro")
      let refused = try await browser.json(.post, path + "/acceptance", as: desk.ivan)
      #expect(refused.status == 403)
      #expect(refused.code == "not_yours")
      #expect(refused.string("error.message") == "Only Petro may accept this task.")
      #expect(try await browser.json(.post, path + "/acceptance", as: desk.petro).status == 200)
      #expect(try await browser.json(.put, path + "/assignment", as: desk.oksana, #"{"operator":"x"}"#).status == 400)
    }
  }

  @Test(arguments: Engine.available)
  func `The list is filtered by names and codes and read page by page`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let ivan = web.desk.ivan
      for name in ["Олена", "Ганна", "Юрій"] { _ = try await web.desk.missedChat(from: name, name: name) }
      let first = try await browser.json(
        .get, "/activities?type=Webitel+missed+chat&status=Not%20started&messenger=Telegram&limit=2", as: ivan)
      #expect(first.count("activities") == 2)
      #expect(first.string("activities.0.contact.name") == "Юрій")
      let next = try #require(first.string("next"))
      let second = try await browser.json(.get, "/activities?limit=2&after=\(FormFields.encode(next))", as: ivan)
      #expect(second.count("activities") == 1)
      #expect(second["next"] == .null)
      let found = try await browser.json(.get, "/activities?q=%D0%B3%D0%B0%D0%BD%D0%BD&sort=oldest", as: ivan)
      #expect(found.string("activities.0.contact.name") == "Ганна")
      let several = try await browser.json(.get, "/activities?status=in_progress,completed&status=canceled", as: ivan)
      #expect(several.count("activities") == 0)
      let own = try await browser.json(.get, "/activities?owner=me&queue=\(web.desk.sales.id)", as: ivan)
      #expect(own.count("activities") == 0)
    }
  }

  @Test(arguments: [
    "status=Done", "queue=nowhere", "owner=nobody", "messenger=Pigeon", "sort=sideways", "limit=0", "limit=1000",
    "after=yesterday",
  ])
  func `A filter that means nothing is refused by its name`(_ query: String) async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.json(.get, "/activities?\(query)", as: web.desk.ivan)
      #expect(answer.status == 400)
      #expect(answer.string("error.field") == query.split(separator: "=").first.map(String.init))
    }
  }
}
