import HTTPTypes
import Hummingbird
import Recovery
import ServiceLifecycle
import Storage
import TestSupport
import Testing

@testable import Web

@Suite(.serialized) struct LiveStreamTests {
  @Test(arguments: Engine.available)
  func `A missed chat appears for all in the queue, and goes when one of them accepts`(_ engine: Engine) async throws {
    try await withServer(engine) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.ivan, desk.maria, desk.petro, desk.oksana]) { streams in
        let activity = try await desk.missedChat()
        for stream in streams[0...1] {
          let added = try await stream.next("added", kind: "notification")
          #expect(added.string("activity") == activity.id)
          #expect(added.string("html")?.contains("Missed chat: Олена") == true)
          #expect(added.id.isEmpty == false)
        }
        let row = try await streams[3].next("added", kind: "activity")
        #expect(row.string("html")?.contains("<tr id=\"activity-\(activity.id)\"") == true)
        _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
        for stream in streams[0...1] {
          let gone = try await stream.next("withdrawn", kind: "notification")
          #expect(gone.string("reason") == "accepted")
          #expect(gone.string("by.name") == "Ivan")
          let changed = try await stream.next("changed", kind: "activity")
          #expect(changed.string("html")?.contains("data-status=\"in_progress\"") == true)
        }
        // Petro works elsewhere and is told nothing of all this.
        #expect(streams[2].events.isEmpty)
      }
    }
  }

  @Test func `Declining concerns only whoever declines`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.ivan, desk.maria]) { streams in
        let activity = try await desk.missedChat()
        _ = try await desk.recovery.decline(activity.id, reason: "", by: desk.ivan)
        let gone = try await streams[0].next("withdrawn", kind: "notification")
        #expect(gone.string("reason") == "declined")
        _ = try await desk.recovery.accept(activity.id, by: desk.maria)
        let taken = try await streams[1].next("withdrawn", kind: "notification")
        #expect(taken.string("reason") == "accepted")
      }
    }
  }

  @Test func `What everybody has declined appears for the supervisor, and goes when they accept`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.oksana]) { streams in
        let activity = try await desk.missedChat()
        for person in [desk.ivan, desk.maria] {
          _ = try await desk.recovery.decline(activity.id, reason: "", by: person)
        }
        let added = try await streams[0].next("added", kind: "notification")
        #expect(added.string("activity") == activity.id)
        _ = try await desk.recovery.accept(activity.id, by: desk.oksana)
        let gone = try await streams[0].next("withdrawn", kind: "notification")
        #expect(gone.string("by.name") == "Oksana")
      }
    }
  }

  @Test func `Messages and waiting chats appear while one looks`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.ivan]) { streams in
        try await desk.write("Hello?", id: "1")
        let bubble = try await streams[0].next("added", kind: "message")
        #expect(bubble.string("html")?.contains("Hello?") == true)
        let row = try await streams[0].next("added", kind: "chat")
        #expect(row.string("html")?.contains("data-state=\"waiting\"") == true)
        let chat = try #require(row.string("chat"))
        _ = try await desk.recovery.reply(to: chat, text: "Hello!", by: desk.maria)
        let reply = try await streams[0].next("added", kind: "message")
        #expect(reply.string("html")?.contains("data-direction=\"out\"") == true)
      }
    }
  }

  @Test func `Whoever comes back gets what they missed, no more and no less`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.ivan, desk.maria]) { streams in
        try await desk.write("One", id: "1")
        let last = try await streams[0].next("added", kind: "chat")
        let activity = try await desk.missedChat(from: "99", name: "Ганна")
        _ = try await desk.recovery.accept(activity.id, by: desk.maria)
        _ = try await streams[0].next("withdrawn", kind: "notification")
        _ = try await streams[0].next("changed", kind: "activity")
        let later = streams[0].events.drop { $0.id != last.id }.dropFirst().map(\.id)
        try await withStreams(browser, [desk.ivan], after: last.id) { resumed in
          while resumed[0].events.count < later.count { _ = try await resumed[0].next() }
          #expect(resumed[0].events.map(\.id) == Array(later))
        }
      }
    }
  }

  @Test(arguments: ["nonsense", "otherrun-5", "-1"])
  func `Whoever comes back from too long ago fetches everything again`(_ position: String) async throws {
    try await withServer(.sqlite) { web, browser in
      try await withStreams(browser, [web.desk.ivan], after: position) { streams in
        let first = try await streams[0].next()
        #expect(first.name == "resync")
      }
    }
  }

  @Test func `A page misses nothing that happens before its stream begins`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.maria]) { _ in
        let page = try await browser.page("/", as: desk.ivan)
        let position = try #require(page.text.firstMatch(of: /data-live="([^"]+)"/)?.1)
        try await desk.write("In between", id: "1")
        try await withStreams(browser, [desk.ivan], after: String(position)) { streams in
          let added = try await streams[0].next("added", kind: "message")
          #expect(added.string("html")?.contains("In between") == true)
        }
      }
    }
  }

  @Test func `The customer's page gets the reply, and its stream tells that they are there`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      let visitor = try await desk.recovery.newVisitor(on: desk.site)
      let message = try await desk.recovery.receive(
        "Hi", clientID: "1", name: "Олена", from: visitor.visitor, on: desk.site)
      try await withStream(
        browser, "/widget/site/live", ["Authorization": "Bearer \(visitor.token)", "Origin": "https://shop.example"]
      ) { stream in
        _ = try await desk.recovery.reply(to: message.chatID, text: "Hello!", by: desk.ivan)
        let reply = try await stream.next()
        #expect(reply.name == "message")
        #expect(reply.string("text") == "Hello!")
        #expect(reply.string("author") == "Ivan")
      }
      try await eventually { try await desk.recovery.chat(message.chatID, for: desk.ivan)?.leftAt != nil }
    }
  }

  @Test func `Signing out ends the streams of the session`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      let password = try #require(try await desk.recovery.resetPassword(ofOperator: desk.ivan.id, by: desk.anna))
      guard case .signedIn(let session) = try await desk.recovery.signIn(login: "ivan", password: password) else {
        throw Desk.Missing("session")
      }
      let cookie = "answerback_session=\(session.token)"
      try await withStream(browser, "/live", ["Cookie": cookie]) { stream in
        let headers: HTTPFields = [.accept: "application/json", .cookie: cookie, .fetchSite: "same-origin"]
        #expect(try await browser.send(.delete, "/session", headers, nil).status == 204)
        try await stream.end()
      }
    }
  }

  @Test func `One operator has so many streams and no more`() async throws {
    try await withServer(.sqlite) { web, browser in
      let ivan = web.desk.ivan
      let many = Array(repeating: ivan, count: LiveHub.mostStreamsOfOne)
      try await withStreams(browser, many) { _ in
        try await eventually { web.web.live.streams(of: ivan.id) == many.count }
        #expect(try await browser.send(.get, "/live", [.cookie: try browser.cookie(of: ivan)], nil).status == 503)
      }
      try await eventually { web.web.live.streams(of: ivan.id) == 0 }
    }
  }

  @Test func `Customers behind one address have so many streams and no more`() async throws {
    try await withServer(.sqlite) { web, browser in
      let (desk, streams, address) = (web.desk, web.web.limits.customerStreams, "127.0.0.1")
      let visitor = try await desk.recovery.newVisitor(on: desk.site)
      let headers = ["Authorization": "Bearer \(visitor.token)", "Origin": "https://shop.example"]
      for _ in 0..<199 { try streams.open(address) }
      try await withStream(browser, "/widget/site/live", headers) { _ in
        try await eventually { !streams.hasRoom(for: address) }
        let another = try await desk.recovery.newVisitor(on: desk.site)
        let refused = try await browser.send(.get, "/widget/site/live", WidgetTests.headers(another.token), nil)
        #expect(refused.status == 503)
      }
      try await eventually { streams.hasRoom(for: address) }
    }
  }

  @Test func `Whoever does not read is not waited for, and starts afresh when they do`() async throws {
    try await withServer(.sqlite) { web, browser in
      let desk = web.desk
      try await withStreams(browser, [desk.ivan, desk.maria]) { streams in
        let slow = streams[0]
        slow.pause()
        let large = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        for _ in 0..<400 {
          var draft = LiveDraft(name: .changed, audience: LiveAudience([desk.ivan.id]))
          draft.data[.english] = large
          web.web.live.publish([draft])
        }
        try await desk.write("Hello?", id: "1")
        _ = try await streams[1].next("added", kind: "message")
        slow.resume()
        while try await slow.next().name != "resync" {}
        #expect(slow.events.count < 400)
        try await desk.write("Still there?", id: "2")
        let added = try await slow.next("added", kind: "message")
        #expect(added.string("html")?.contains("Still there?") == true)
      }
    }
  }

  @Test func `Open streams do not hold a shutdown up`() async throws {
    try await withDatabase(.sqlite, migrations: Recovery.migrations) { database in
      let web = try await WebDesk(database, options: WebOptions(), withPasswords: false, withLive: true)
      let (ports, port) = AsyncStream.makeStream(of: Int.self)
      let application = Application(
        responder: web.web.responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        services: [web.web.live], onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
        logger: web.application.logger)
      let services = ServiceGroup(services: [application], logger: web.application.logger)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await services.run() }
        let number = try #require(await ports.first { _ in true })
        let cookie = "answerback_session=\(try web.token(web.desk.ivan))"
        let stream = LiveStreamReader("http://127.0.0.1:\(number)/live", ["Cookie": cookie])
        group.addTask { try await stream.run() }
        try await eventually { stream.hasOpened }
        let elapsed = try await ContinuousClock().measure {
          await services.triggerGracefulShutdown()
          try await group.waitForAll()
        }
        #expect(elapsed < .seconds(2))
      }
    }
  }
}
