import Foundation
import Recovery
import Testing

@testable import Answerback

@Suite struct ProvisionFileTests {
  private let nowhere = FileManager.default.temporaryDirectory

  @Test func `a whole desk is read as it is written`() throws {
    let provision = try ProvisionFile.read(
      """
      settings: { WebitelSendActivityNotificationsForMissed: true, Most: 7, Greeting: Добрий день }
      skills: [sales, support-uk]
      queues:
        - name: Sales
          skills: sales
          answer-within: 90s
          escalate-after: 10m
          hours: { zone: Europe/Kyiv, mon-fri: "09:00-18:00", sat: "09:00-13:00, 14:00-16:00" }
      operators:
        - { login: ivan, name: Ivan Bondar, role: supervisor, skills: [sales], locale: uk, zone: Europe/Warsaw }
      channels:
        - { name: bot, kind: telegram, queue: Sales, token-env: CHANNEL_TOKEN, mode: polling }
        - { name: site, kind: web, owner: ivan, origins: ["https://a.example", "https://b.example"] }
      contacts:
        - { name: Олена, owner: ivan, phone: "+380671234567", identities: [{ kind: telegram, id: "77" }] }
      """, in: nowhere)

    #expect(
      provision.settings == [
        Setting.sendsActivities: .boolean(true), "Most": .integer(7), "Greeting": .text("Добрий день"),
      ])
    #expect(provision.skills == ["sales", "support-uk"])
    let queue = try #require(provision.queues.first)
    #expect((queue.name, queue.skills) == ("Sales", ["sales"]))
    #expect(queue.rule.answerWithin == .seconds(90))
    #expect(queue.times == QueueTimes(escalateAfter: .seconds(600), replyWithin: nil))
    let sixDays = Array(repeating: [540..<1080], count: 5) + [[540..<780, 840..<960], []]
    #expect(queue.rule.hours == (try WorkingHours(zone: "Europe/Kyiv", week: sixDays)))
    #expect(
      provision.operators == [
        .init(
          login: "ivan", name: "Ivan Bondar", role: .supervisor, skills: ["sales"], locale: "uk",
          timeZone: "Europe/Warsaw", password: nil)
      ])
    #expect(
      provision.channels.map(\.options) == [
        ["token-env": "CHANNEL_TOKEN", "mode": "polling"], ["origins": "https://a.example https://b.example"],
      ])
    #expect(provision.channels.map(\.owner) == [nil, "ivan"])
    #expect(provision.contacts.map(\.identities) == [[.init(kind: .telegram, externalID: "77")]])
  }

  @Test func `what is left out has its usual value`() throws {
    let provision = try ProvisionFile.read(
      "queues: [{ name: Sales }]\noperators: [{ login: ivan, name: Ivan }]", in: nowhere)
    let queue = try #require(provision.queues.first)
    #expect(queue.rule == MissedRule(answerWithin: .seconds(60)) && queue.times == .none && queue.skills.isEmpty)
    let ivan = try #require(provision.operators.first)
    #expect((ivan.role, ivan.locale, ivan.timeZone, ivan.password) == (.operator, "en", "Europe/Kyiv", nil))
    #expect(try ProvisionFile.read("", in: nowhere) == Provision())
  }

  @Test(arguments: [
    ("queue: []", "queue"), ("queues: [{ name: A }, { name: B, answer-withn: 5m }]", "queues[1].answer-withn"),
    ("operators: [{ login: ivan, name: Ivan, mail: x }]", "operators[0].mail"),
    ("contacts: [{ name: О, identities: [{ kind: telegram, id: a, bot: x }] }]", "contacts[0].identities[0].bot"),
    ("channels: [{ name: site, kind: web, token-env: X }]", "channels[0].token-env"),
    ("queues: [{ skills: [sales] }]", "queues[0].name"), ("queues: Sales", "queues"), ("queues: [Sales]", "queues[0]"),
    ("queues: [{ name: A, answer-within: soon }]", "queues[0].answer-within"),
    ("queues: [{ name: A, hours: { mon: \"09:00-18:00\" } }]", "queues[0].hours.zone"),
    ("queues: [{ name: A, hours: { zone: Mars/Phobos } }]", "queues[0].hours.zone"),
    ("queues: [{ name: A, hours: { zone: UTC, mon: \"18:00-09:00\" } }]", "queues[0].hours"),
    ("queues: [{ name: A, hours: { zone: UTC, moonday: \"09:00-18:00\" } }]", "queues[0].hours"),
    ("operators: [{ login: ivan, name: Ivan, role: boss }]", "operators[0].role"),
    ("operators: [{ login: ivan, name: Ivan, locale: de }]", "operators[0].locale"),
    ("operators: [{ login: ivan, name: Ivan, zone: Mars/Phobos }]", "operators[0].zone"),
    ("channels: [{ name: my site, kind: web }]", "channels[0].name"), ("channels: [{ name: a }]", "channels[0].kind"),
    ("channels: [{ name: a, kind: telegram, mode: pigeon }]", "channels[0].mode"),
    ("channels: [{ name: a, kind: telegram, token-env: \"1:secret\" }]", "channels[0].token-env"),
    ("channels: [{ name: a, kind: web, origins: [\"https://a.example\", shop.example/x] }]", "channels[0].origins"),
    ("settings: { Most: [1] }", "settings.Most"), ("queues: [", "file"),
  ])
  func `what is not understood is refused, and its place is told`(_ text: String, _ place: String) {
    let refusal = #expect(throws: InvalidInput.self) { try ProvisionFile.read(text, in: nowhere) }
    #expect(refusal?.field == place)
  }

  @Test func `what is no YAML is told with its line, and not with the passwords beside it`() {
    for end in ["name: Ivan: Bondar", "name: Ivan\n    name: Ivan"] {
      let text = "operators:\n  - password: tea with raspberries\n    \(end)"
      let refusal = #expect(throws: InvalidInput.self) { try ProvisionFile.read(text, in: nowhere) }
      #expect(refusal?.message.contains("line 3") == true, "\(refusal?.message ?? "")")
      #expect(refusal?.message.contains("raspberries") == false)
    }
  }

  @Test func `a password stands in a file beside the desk's, without the end of its line`() throws {
    let folder = nowhere.appending(path: "answerback-\(UUID())", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("tea with raspberries \n".utf8).write(to: folder.appending(path: "ivan.password"))
    func password(_ key: String) throws -> String? {
      try ProvisionFile.read("operators: [{ login: ivan, name: Ivan, \(key) }]", in: folder).operators.first?.password
    }

    #expect(try password("password-file: ivan.password") == "tea with raspberries ")
    #expect(try password("password: given here") == "given here")
    try Data("\n".utf8).write(to: folder.appending(path: "empty.password"))
    for file in ["nobody.password", "empty.password"] {
      let refusal = #expect(throws: InvalidInput.self) { try password("password-file: \(file)") }
      #expect(refusal?.field == "operators[0].password-file")
    }
  }
}
