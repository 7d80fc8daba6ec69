import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct NotificationCenterTests {
  @Test func `A system message comes live to those who are told, and counts on the bell`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.oksana, desk.ivan]) { streams in
        let activity = try await desk.missedChat()
        for person in [desk.ivan, desk.maria] {
          _ = try await desk.recovery.decline(activity.id, reason: "", by: person)
        }
        let told = try await streams[0].next("added", kind: "system")
        #expect(told.string("html")?.contains("Declined by everybody") == true)
        #expect(told.string("html")?.contains("href=\"/activities/\(activity.id)\"") == true)
        #expect(!streams[1].events.contains { $0.string("kind") == "system" })
      }
      let page = try await browser.page("/system-messages", as: desk.oksana)
      #expect(page.text.contains("data-message-count=\"1\""))
      // One reminder and one message.
      #expect(page.text.contains("data-count=\"2\""))
    }
  }

  @Test func `System messages are read one by one or all together`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let desk = web.desk
      for customer in ["1", "2"] {
        let activity = try await desk.missedChat(from: customer, name: "Олена \(customer)")
        for person in [desk.ivan, desk.maria] {
          _ = try await desk.recovery.decline(activity.id, reason: "", by: person)
        }
      }
      let list = try await browser.json(.get, "/system-messages", as: desk.oksana)
      #expect(list.count("messages") == 2)
      #expect(list.string("messages.0.what") == "declined_by_all")
      #expect(list.string("messages.0.queue.name") == "Sales")
      guard case .integer(let id)? = list["messages.1.id"] else { return #expect(Bool(false), "no id") }
      #expect(try await browser.json(.post, "/system-messages/\(id)/reading", as: desk.oksana).status == 200)
      #expect(try await browser.json(.post, "/system-messages/\(id)/reading", as: desk.ivan).status == 404)
      #expect(try await browser.json(.get, "/system-messages", as: desk.oksana)["unread"] == .integer(1))
      let form = try await browser.form("/system-messages/reading", as: desk.oksana, [:])
      #expect(form.status == 303)
      #expect(try await browser.json(.get, "/system-messages", as: desk.oksana)["unread"] == .integer(0))
    }
  }

  @Test func `Everything is put off by a plain form, too`() async throws {
    try await withWeb(.sqlite) { web, browser in
      _ = try await web.desk.missedChat()
      let answer = try await browser.form("/notifications/postponement", as: web.desk.ivan, ["minutes": "30"])
      #expect(answer.status == 303)
      #expect(try await browser.json(.get, "/notifications", as: web.desk.ivan).count("notifications") == 0)
      #expect(try await browser.json(.get, "/notifications", as: web.desk.maria).count("notifications") == 1)
      for minutes in ["0", "-1", "10081", "soon", ""] {
        let refused = try await browser.form("/notifications/postponement", as: web.desk.ivan, ["minutes": minutes])
        #expect(refused.status == 400, "\(minutes)")
      }
    }
  }

  @Test func `My settings are kept, and stand where the page's scripts find them`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let ivan = web.desk.ivan
      #expect(try await browser.page("/", as: ivan).text.contains("data-alerts=\"sound\""))
      let saved = try await browser.form(
        "/my-settings", as: ivan, ["_method": "PATCH", "desktop": "true", "repeated": "true"])
      #expect(saved.headers[.location] == "/my-settings?saved=1")
      #expect(try await browser.page("/", as: ivan).text.contains("data-alerts=\"desktop repeated\""))
      let answer = try await browser.json(.patch, "/my-settings", as: ivan, #"{"sound":true}"#)
      #expect(answer["desktop"] == .bool(true))
      #expect(answer["sound"] == .bool(true))
      #expect(try await browser.json(.get, "/my-settings", as: web.desk.maria)["desktop"] == .bool(false))
    }
  }
}
