import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct PageTests {
  @Test(arguments: Engine.available)
  func `Every page is rendered for those who may see it`(_ engine: Engine) async throws {
    var options = WebOptions()
    options.demoChannel = "site"
    try await withWeb(engine, options: options) { web, browser in
      let ivan = web.desk.ivan
      let activity = try await web.desk.missedChat()
      try await web.desk.write("One more", id: "z", from: "88", name: "Ганна")
      let pages = [
        ("/", "Missed chat: Олена"), ("/activities", "Missed chat: Олена"),
        ("/activities/\(activity.id)", "Is anybody there?"), ("/chats", "Ганна"),
        ("/chats/\(activity.chatID)", "Is anybody there?"), ("/contacts/\(activity.contact?.id ?? "")", "Олена"),
        ("/notifications", "Missed chat: Олена"), ("/settings", Setting.sendsActivities),
        ("/settings/\(Setting.sendsActivities)", "Default value"), ("/sign-in", "Sign in"),
        ("/demo/shop", "data-channel=\"site\""),
      ]
      for (path, text) in pages {
        let page = try await browser.page(path, as: path == "/sign-in" ? nil : ivan)
        #expect(page.status == 200, "\(path): \(page.text)")
        #expect(page.text.contains(text), "\(path)")
        #expect(page.headers[.contentType] == "text/html; charset=utf-8")
        for unset in ["{{", "Optional(", "nil"] { #expect(!page.text.contains(unset), "\(path): \(unset)") }
      }
    }
  }

  @Test func `A fragment is the inner part of its page`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let activity = try await web.desk.missedChat()
      for path in [
        "/", "/activities", "/activities/\(activity.id)", "/chats", "/chats/\(activity.chatID)", "/settings",
      ] {
        let fragment = try await browser.page(path, as: web.desk.ivan, fragment: true)
        #expect(fragment.status == 200)
        #expect(fragment.text.hasPrefix("<div id=\"page\""), "\(path)")
      }
      let panel = try await browser.page("/notifications", as: web.desk.ivan, fragment: true)
      #expect(panel.text.hasPrefix("<div id=\"notifications\""))
      let preview = try await browser.page("/activities/\(activity.id)/preview", as: web.desk.ivan, fragment: true)
      #expect(preview.text.hasPrefix("<article"))
    }
  }

  @Test func `What customers write is text and never markup`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let activity = try await web.desk.missedChat(name: "<img src=x onerror=alert(1)>")
      try await web.desk.write("<script>alert(2)</script>", id: "s", name: "<img src=x onerror=alert(1)>")
      for path in ["/", "/activities", "/activities/\(activity.id)", "/chats/\(activity.chatID)", "/notifications"] {
        let page = try await browser.page(path, as: web.desk.ivan)
        #expect(!page.text.contains("<img src=x"))
        #expect(!page.text.contains("<script>alert"))
      }
    }
  }

  @Test func `The bell counts what waits, and the panel shows it`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let before = try await browser.page("/", as: web.desk.ivan)
      #expect(before.text.contains("Notification center, nothing waits"))
      let activity = try await web.desk.missedChat()
      let after = try await browser.page("/", as: web.desk.ivan)
      #expect(after.text.contains("Notification center, 1 waits"))
      #expect(after.text.contains("id=\"notification-\(activity.id)\""))
      let later = try await browser.form(
        "/notifications/\(activity.id)/postponement", as: web.desk.ivan, ["minutes": "30"])
      #expect(later.status == 303)
      #expect(try await browser.page("/", as: web.desk.ivan).text.contains("Notification center, nothing waits"))
      #expect(try await browser.page("/", as: web.desk.maria).text.contains("Notification center, 1 waits"))
    }
  }

  @Test func `The card offers what its reader may do`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let id = try await web.desk.missedChat().id
      let before = try await browser.page("/activities/\(id)", as: web.desk.ivan)
      #expect(before.text.contains("data-action=\"accept\""))
      #expect(before.text.contains("Your reply also accepts this task."))
      _ = try await web.recovery.accept(id, by: web.desk.ivan)
      let mine = try await browser.page("/activities/\(id)", as: web.desk.ivan)
      #expect(mine.text.contains("data-action=\"give-back\""))
      #expect(mine.text.contains("name=\"acceptance\" value=\"1\""))
      let theirs = try await browser.page("/activities/\(id)", as: web.desk.maria)
      #expect(theirs.text.contains("Ivan is answering this customer."))
      #expect(!theirs.text.contains("data-action=\"reply\""))
      #expect(theirs.text.contains("<fieldset disabled>"))
    }
  }

  @Test(arguments: Engine.available)
  func `A reply by a plain form leads back, and an empty one is shown again with why`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      let path = "/chats/\(activity.chatID)/messages"
      let sent = try await browser.form(path, as: web.desk.ivan, ["text": "Here I am", "context": "activity"])
      #expect(sent.headers[.location] == "/activities/\(activity.id)#chat")
      let empty = try await browser.form(path, as: web.desk.ivan, ["text": " ", "context": "chat"])
      #expect(empty.status == 400)
      #expect(empty.text.contains("A reply has 1 to 4000 characters."))
      let late = try await browser.form(path, as: web.desk.maria, ["text": "Me too", "context": "chat"])
      #expect(late.status == 409)
      #expect(late.text.contains("Here I am"))
    }
  }

  @Test func `An administrator switches it on with a box, and others only read`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let path = "/settings/\(Setting.sendsActivities)"
      #expect(try await browser.form(path, as: web.desk.ivan, ["_method": "PATCH"]).status == 403)
      let off = try await browser.form(path, as: web.desk.anna, ["_method": "PATCH"])
      #expect(off.headers[.location] == path + "?saved=1")
      #expect(try await web.recovery.setting(Setting.sendsActivities)?.value == .boolean(false))
      #expect(try await browser.page("/", as: web.desk.anna).text.contains("Switch it on in System settings"))
      let on = try await browser.form(path, as: web.desk.anna, ["_method": "PATCH", "value": "true"])
      #expect(on.status == 303)
      let wrong = try await browser.json(.patch, path, as: web.desk.anna, #"{"value":"maybe"}"#)
      #expect(wrong.status == 400)
      #expect(wrong.string("error.field") == "value")
      #expect(wrong.string("error.message") == "The value must be of the type Boolean.")
      let inUkrainian = web.web.pages.message(of: .wrongType("Boolean"), .ukrainian)
      #expect(!inUkrainian.contains("Boolean") && inUkrainian.contains(": Л"))
      #expect(try await browser.page("/", as: web.desk.ivan).text.contains("href=\"/settings\""))
      let read = try await browser.json(.get, "/settings?code=forMissed", as: web.desk.ivan)
      #expect(read["settings.0.value"] == .bool(true))
    }
  }

  @Test func `Scripts and styles are kept for ever under the address of their version`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let prefix = web.web.pages.templates.assets.prefix
      let kept = try await browser.send(.get, prefix + "/app.js", [:], nil)
      #expect(kept.status == 200)
      #expect(kept.headers[.cacheControl] == "public, max-age=31536000, immutable")
      let unversioned = try await browser.send(.get, "/assets/app.js", [:], nil)
      #expect(unversioned.headers[.cacheControl] == "no-cache")
      #expect(try await browser.send(.get, "/assets/0000/app.js", [:], nil).headers[.cacheControl] == "no-cache")
      #expect(try await browser.send(.get, prefix + "/nothing.js", [:], nil).status == 404)
      #expect(try await browser.send(.get, prefix + "/..%2FTemplates%2Fhead.mustache", [:], nil).status == 404)
    }
  }
}
