import Foundation
import HTTPTypes
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

/// The pages and the JSON of administration.
@Suite struct AdministrationTests {
  static let rows: [PermissionTests.Row] = [
    .init(.get, "/queues/new", gets: [401, 403, 403, 403, 200]),
    .init(.post, "/queues", "{}", gets: [401, 403, 403, 403, 400]),
    .init(.get, "/queues/{queue}", gets: [401, 403, 403, 403, 200]),
    .init(.patch, "/queues/{queue}", "{}", gets: [401, 403, 403, 403, 200]),
    .init(.get, "/queues/nothing", gets: [401, 403, 403, 403, 404]),
    .init(.get, "/skills", gets: [401, 403, 403, 403, 200]),
    .init(.post, "/skills", "{}", gets: [401, 403, 403, 403, 400]),
    .init(.delete, "/skills/nothing", gets: [401, 403, 403, 403, 404]),
    .init(.post, "/operators", "{}", gets: [401, 403, 403, 403, 400]),
    .init(.get, "/operators/{ivan}", gets: [401, 403, 403, 403, 200]),
    .init(.patch, "/operators/{ivan}", "{}", gets: [401, 403, 403, 403, 200]),
    .init(.post, "/operators/nothing/password", gets: [401, 403, 403, 403, 404]),
    .init(.post, "/operators/nothing/deactivation", gets: [401, 403, 403, 403, 404]),
    .init(.post, "/channels", #"{"kind":"viber"}"#, gets: [401, 403, 403, 403, 400]),
    .init(.get, "/channels/{bot}", gets: [401, 403, 403, 403, 200]),
    .init(.patch, "/channels/{bot}", "{}", gets: [401, 403, 403, 403, 200]),
    .init(.post, "/channels/{bot}/test", gets: [401, 403, 403, 403, 200]),
    .init(.get, "/dead-letters", gets: [401, 403, 403, 403, 200]),
    .init(.get, "/dead-letters/7", gets: [401, 403, 403, 403, 404]),
    .init(.post, "/dead-letters/retry", #"{"channel":"x"}"#, gets: [401, 403, 403, 403, 404]),
    .init(.get, "/tokens", gets: [401, 403, 403, 403, 200]),
    .init(.post, "/tokens", "{}", gets: [401, 403, 403, 403, 400]),
    .init(.delete, "/tokens/nothing", gets: [401, 403, 403, 403, 404]),
    .init(.get, "/audit", gets: [401, 403, 403, 403, 200]),
    .init(.get, "/integrations", gets: [401, 403, 403, 403, 200]),
  ]

  @Test(arguments: rows)
  func `Only administrators administer`(_ row: PermissionTests.Row) async throws {
    try await withWeb(.sqlite) { web, browser in
      let desk = web.desk
      let path = row.path.replacingOccurrences(of: "{queue}", with: desk.sales.id)
        .replacingOccurrences(of: "{ivan}", with: desk.ivan.id)
        .replacingOccurrences(of: "{bot}", with: desk.bot.id)
      let people: [Operator?] = [nil, desk.ivan, desk.petro, desk.oksana, desk.anna]
      for (person, status) in zip(people, row.statuses) {
        let answer = try await browser.json(row.method, path, as: person, row.body)
        #expect(answer.status == status, "\(person?.login ?? "nobody"): \(answer.text)")
      }
    }
  }

  @Test func `A program makes a queue, changes one field of it, and reads what was changed`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      let body =
        #"{"name":"Night","skills":["night"],"answerWithin":"5m","hours":{"zone":"UTC","mon-fri":"09:00-17:00"}}"#
      let made = try await browser.json(.post, "/queues", as: anna, body)
      #expect(made.status == 201)
      let id = try #require(made.string("id"))
      #expect(made.string("hours.fri") == "09:00-17:00")

      let changed = try await browser.json(.patch, "/queues/\(id)", as: anna, #"{"answerWithin":"10m","version":1}"#)
      #expect(changed.status == 200)
      #expect(changed.string("answerWithin") == "10m")
      #expect(changed.string("hours.zone") == "UTC")
      let late = try await browser.json(.patch, "/queues/\(id)", as: anna, #"{"answerWithin":"1h","version":1}"#)
      #expect(late.status == 409)
      #expect(late.code == "saved_meanwhile")

      let audit = try await browser.json(.get, "/audit?subject=queue&id=\(id)", as: anna)
      #expect(audit.string("audit.0.changes.0.from") == "5m")
      #expect(audit.string("audit.0.changes.0.to") == "10m")
      #expect(audit.string("audit.0.by.name") == "Anna")
    }
  }

  @Test func `What was typed into a refused form is still there, with what is wrong`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.form(
        "/queues", as: web.desk.anna,
        ["name": "Night <shift>", "skills": "sales", "answerWithin": "soon", "hours.always": "true"])
      #expect(answer.status == 400)
      #expect(answer.text.contains("Night &lt;shift&gt;"))
      #expect(answer.text.contains("A time such as 60s"))
      #expect(answer.text.contains(#"name="skills" value="sales" checked"#))
    }
  }

  @Test func `A form with an unticked box takes the skill away`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let ivan = web.desk.ivan
      let answer = try await browser.form(
        "/operators/\(ivan.id)", as: web.desk.anna,
        [
          "_method": "PATCH", "version": "1", "login": "ivan", "name": "Ivan", "role": "operator", "locale": "en",
          "timeZone": "Europe/Kyiv",
        ])
      #expect(answer.status == 303)
      #expect(try await web.recovery.directory().members[web.desk.sales.id] == [web.desk.maria.id])
    }
  }

  @Test func `A password and a token are in one answer and nowhere else`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      let reset = try await browser.json(.post, "/operators/\(web.desk.ivan.id)/password", as: anna)
      let password = try #require(reset.string("password"))
      let made = try await browser.json(.post, "/tokens", as: anna, #"{"name":"reports","operator":"ivan"}"#)
      let token = try #require(made.string("token"))
      for path in ["/operators/\(web.desk.ivan.id)", "/tokens", "/audit", "/integrations"] {
        let page = try await browser.page(path, as: anna)
        #expect(page.status == 200)
        #expect(!page.text.contains(password) && !page.text.contains(token), "\(path)")
      }
    }
  }

  @Test func `A dead letter is shown as text, whatever it holds`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let body = "<script>alert(1)</script>"
      try await web.recovery.store(Array(body.utf8), key: nil, for: web.desk.bot)
      let letter = try #require(try await web.recovery.deadLetters().letters.first)
      let page = try await browser.page("/dead-letters/\(letter.id)", as: web.desk.anna)
      #expect(page.status == 200)
      #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
      #expect(!page.text.contains(body))
      let retried = try await browser.form("/dead-letters/\(letter.id)/retry", as: web.desk.anna, [:])
      #expect(retried.status == 303)
    }
  }

  @Test func `The test of a channel says what it found`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      let answer = try await browser.json(.post, "/channels/\(web.desk.bot.id)/test", as: anna)
      #expect(answer.string("findings.0.code") == "tokenMissing")
      let page = try await browser.form("/channels/\(web.desk.bot.id)/test", as: anna, [:])
      #expect(page.text.contains("token is missing"))
    }
  }

  @Test func `A secret that was put where its name belongs is refused`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      let body = #"{"kind":"telegram","name":"second","token-env":"123456:AAE-secret"}"#
      let answer = try await browser.json(.post, "/channels", as: anna, body)
      #expect(answer.status == 400)
      #expect(answer.string("error.field") == "token-env")
      #expect(try await web.recovery.channels().channels.count == 2)
    }
  }

  @Test func `What the command line alone may give is refused, and the field named`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      for (field, value) in [("token-env", "DATABASE_PASSWORD"), ("base-url", "https://evil.example")] {
        let answer = try await browser.json(
          .patch, "/channels/\(web.desk.bot.id)", as: anna, #"{"\#(field)":"\#(value)"}"#)
        #expect(answer.status == 400)
        #expect(answer.string("error.field") == field)
      }
      let page = try await browser.form(
        "/channels/\(web.desk.bot.id)", as: anna,
        ["_method": "PATCH", "name": "bot", "base-url": "https://evil.example"])
      #expect(page.status == 400 && page.text.contains("Another address is given"))
    }
  }

  @Test func `A skill is renamed on its page, unless another has the name`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      let sales = try #require(try await web.recovery.skills().first { $0.name == "sales" })
      let page = try await browser.page("/skills", as: anna)
      #expect(page.text.contains(#"aria-label="Rename: sales""#))
      let taken = try await browser.form(
        "/skills/\(sales.id)", as: anna, ["_method": "PATCH", "from": "sales", "name": "support"])
      #expect(taken.status == 409 && taken.text.contains("notice error"))
      #expect(
        taken.text.contains(#"<details class="ask" open><summary class="button small" aria-label="Rename: sales">"#))
      #expect(taken.text.contains(#"value="support" maxlength="100" required"#))
      #expect(taken.text.components(separatedBy: #"<details class="ask" open>"#).count == 2)
      let done = try await browser.form(
        "/skills/\(sales.id)", as: anna, ["_method": "PATCH", "from": "sales", "name": "selling"])
      #expect(done.status == 303)
      #expect(try await web.recovery.skills().map(\.name) == ["selling", "support"])
      #expect(try await web.recovery.audit(of: .skill).entries.first?.what == .changed)
    }
  }

  @Test func `Lists lead on to their next page`() async throws {
    try await withWeb(.sqlite) { web, browser in
      try await web.recovery.database.write { connection in
        for number in 1000...1200 {
          try connection.execute(
            """
            INSERT INTO operators (id, login, name, role, locale, time_zone, created_at)
            VALUES ($1, $1, $1, 'operator', 'en', 'UTC', 0)
            """,
            [.text("zoya\(number)")])
        }
      }
      let anna = web.desk.anna
      let first = try await browser.json(.get, "/operators", as: anna)
      let next = try #require(first.string("next"))
      #expect(first.count("operators") == 200)
      #expect(try await browser.json(.get, "/operators?after=\(next)", as: anna).count("operators") == 6)
      #expect(try await browser.page("/operators", as: anna).text.contains(#"href="/operators?after=\#(next)""#))
      #expect(try await browser.json(.get, "/operators/zoya1200", as: anna).status == 200)
    }
  }

  @Test func `A list that does not show all says so`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let anna = web.desk.anna
      let pages = ["/skills", "/tokens", "/queues/\(web.desk.sales.id)"]
      func says(_ path: String) async throws -> Bool {
        try await browser.page(path, as: anna).text.contains("No more than 1000 are shown.")
      }
      for path in pages { #expect(try await !says(path), "\(path)") }
      try await web.recovery.database.write { connection in
        for number in 1...Recovery.mostListed {
          let id = [SQLValue.text("zoya\(number)")]
          try connection.execute(
            """
            INSERT INTO operators (id, login, name, role, locale, time_zone, created_at)
            VALUES ($1, $1, $1, 'operator', 'en', 'UTC', 0)
            """, id)
          try connection.execute("INSERT INTO skills (id, name) VALUES ($1, $1)", id)
          try connection.execute(
            "INSERT INTO queue_members (queue_id, operator_id) VALUES ($2, $1)", id + [.text(web.desk.sales.id)])
          try connection.execute(
            """
            INSERT INTO sessions (token_hash, operator_id, kind, created_at, id, name)
            VALUES ($1, $1, 'program', 0, $1, $1)
            """, id)
        }
      }
      for path in pages { #expect(try await says(path), "\(path)") }
    }
  }

  @Test func `A new channel's form names its messenger and sends its kind`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let page = try await browser.page("/channels/new?kind=telegram", as: web.desk.anna)
      #expect(page.text.contains("New channel: Telegram"))
      #expect(page.text.contains(#"<input type="hidden" name="kind" value="telegram">"#))
      #expect(!page.text.contains("readonly"))
    }
  }

  @Test func `Every code of administration has its words`() async throws {
    let catalogues = try PageTemplates.catalogues(PageTemplates.folder.appendingPathComponent("Catalogues"))
    let keys =
      AuditEntry.Subject.allCases.map { "subject.\($0.rawValue)" }
      + AuditEntry.What.allCases.map { "change.\($0.rawValue)" }
      + ChannelFinding.Code.allCases.map { "finding.\($0.rawValue)" }
      + ChannelKind.allCases.flatMap(ChannelOptions.names(of:)).map { "field.\($0)" }
    for language in Language.allCases {
      let texts = try #require(catalogues[language]).texts
      for key in keys { #expect(texts[key] != nil, "\(language.rawValue): \(key)") }
    }
  }

  @Test(arguments: ["en", "uk"])
  func `Every page of administration has all its texts`(locale: String) async throws {
    try await withWeb(.sqlite) { web, browser in
      let desk = web.desk
      let entry = Provision.OperatorEntry(
        login: "anna", name: "Anna", role: .administrator, skills: [], locale: locale, timeZone: "Europe/Kyiv",
        password: nil)
      _ = try await desk.recovery.change(operator: desk.anna.id, to: entry, seen: nil, by: desk.anna)
      try await desk.recovery.store(Array("?".utf8), key: nil, for: desk.bot)
      let letter = try #require(try await desk.recovery.deadLetters().letters.first)
      let paths = [
        "/queues", "/queues/new", "/queues/\(desk.sales.id)", "/skills", "/operators", "/operators/new",
        "/operators/\(desk.ivan.id)", "/channels", "/channels/new?kind=telegram", "/channels/\(desk.bot.id)",
        "/channels/\(desk.site.id)", "/dead-letters", "/dead-letters/\(letter.id)", "/tokens", "/audit",
        "/integrations", "/settings/\(Setting.sendsActivities)",
      ]
      for path in paths {
        let page = try await browser.page(path, as: desk.anna)
        #expect(page.status == 200, "\(path)")
        // A missing text shows as its key.
        let keys = page.text.matches(of: />(admin|field|subject|change|finding|verdict|day)\.[A-Za-z.-]+</)
        #expect(keys.isEmpty, "\(path): \(keys.map { String($0.0) })")
      }
    }
  }
}
