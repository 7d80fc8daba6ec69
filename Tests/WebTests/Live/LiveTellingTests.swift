import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite(.serialized) struct LiveTellingTests {
  @Test(arguments: Engine.available)
  func `Whoever has an Activity is told at once that its customer waits again, with the way there`(
    _ engine: Engine
  ) async throws {
    try await withServer(engine) { web, browser in
      let desk = web.desk
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Good day!", by: desk.ivan)
      try await withStreams(browser, [desk.ivan, desk.maria]) { streams in
        try await desk.write("And what does it cost?", id: "again")
        try await desk.wait()
        let told = try await streams[0].next("added", kind: "system")
        #expect(told.string("html")?.contains("Missed again: the customer waits for you") == true)
        #expect(told.string("html")?.contains("href=\"/activities/\(activity.id)\"") == true)
        _ = try await streams[1].next("changed", kind: "activity")
        #expect(!streams[1].events.contains { $0.string("kind") == "system" })
      }
    }
  }

  @Test func `A supervisor who declined does not get back what everybody declined`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      var provision = Provision()
      provision.operators = [
        .init(
          login: "oksana", name: "Oksana", role: .supervisor, skills: ["sales"], locale: "en",
          timeZone: "Europe/Kyiv", password: nil)
      ]
      try await desk.recovery.apply(provision)
      try await withStreams(browser, [desk.oksana, desk.anna]) { streams in
        let activity = try await desk.missedChat()
        for person in [desk.oksana, desk.ivan, desk.maria] {
          _ = try await desk.recovery.decline(activity.id, reason: "", by: person)
        }
        _ = try await streams[1].next("added", kind: "notification")
        _ = try await streams[0].next("added", kind: "system")
        let notifications = streams[0].events.filter { $0.string("kind") == "notification" }
        #expect(notifications.map(\.name) == ["added", "withdrawn"])
      }
    }
  }

  @Test func `After an erasure all fetch what they show again, and nothing of before is told again`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.ivan]) { streams in
        let activity = try await desk.missedChat()
        let seen = try await streams[0].next("added", kind: "message")
        _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
        _ = try await streams[0].next("changed", kind: "activity")
        let contact = try #require(activity.contact?.id)
        #expect(try await desk.recovery.erase(contact: contact, by: desk.anna) == .erased)
        _ = try await streams[0].next("resync")
        try await withStreams(browser, [desk.ivan], after: seen.id) { resumed in
          let told = try await resumed[0].next()
          #expect(told.name == "resync")
          #expect(resumed[0].events.count == 1)
        }
      }
    }
  }

  @Test(arguments: Engine.available)
  func `A customer whom another machine believes gone is here as long as their stream is`(
    _ engine: Engine
  ) async throws {
    try await withServer(engine) { web, browser in
      let desk = web.desk
      let new = try await desk.recovery.newVisitor(on: desk.site)
      let message = try await desk.recovery.receive(
        "Hi", clientID: "1", name: "Олена", from: new.visitor, on: desk.site)
      try await withStream(
        browser, "/widget/site/live", ["Authorization": "Bearer \(new.token)", "Origin": "https://shop.example"]
      ) { _ in
        try await desk.recovery.left(new.visitor)
        try await eventually { try await desk.recovery.chat(message.chatID, for: desk.ivan)?.leftAt == nil }
        try await desk.wait(MissedRule.absenceGrace)
        #expect(try await desk.open().isEmpty)
      }
    }
  }
}
