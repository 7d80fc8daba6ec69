import Recovery
import Storage
import TestSupport
import Testing

/// The file follows the rules by which the browser changes the same things.
@Suite struct ProvisionRuleTests {
  @Test(arguments: [
    (Self.person("ivan", password: "x"), "operators[0].password"),
    (Self.person("ivan", password: ""), "operators[0].password"), (Self.person("a b"), "operators[0].login"),
    (Self.person("ivan", named: "\u{3164}"), "operators[0].name"),
    (Self.person("ivan", skills: [" "]), "operators[0].skills"),
  ])
  func `an operator whom the browser refuses is refused, and nothing is changed`(
    entry: Provision.OperatorEntry, place: String
  ) async throws {
    try await withDesk(on: .sqlite, withPasswords: true) { desk in
      var provision = Provision()
      provision.operators = [entry]
      try await desk.refuses(provision, at: place)
      guard case .signedIn = try await desk.recovery.signIn(login: "ivan", password: Desk.password) else {
        Issue.record("His password is the old one.")
        return
      }
    }
  }

  @Test func `what is there twice is refused`() async throws {
    try await withDesk(on: .sqlite) { desk in
      var people = Provision()
      people.operators = [Self.person("dup"), Self.person("DUP")]
      try await desk.refuses(people, at: "operators[1].login")
      var queues = Provision()
      queues.queues = ["A", "A"].map { .init(name: $0, skills: [], rule: desk.sales.rule) }
      try await desk.refuses(queues, at: "queues[1].name")
      var channels = Provision()
      channels.channels = ["a", "a"].map { .init(name: $0, kind: .web, queue: nil, owner: nil, options: [:]) }
      try await desk.refuses(channels, at: "channels[1].name")
      var contacts = Provision()
      contacts.contacts = [Self.customer("Олена", ["77"]), Self.customer("Lena", ["78", "77"])]
      try await desk.refuses(contacts, at: "contacts[1].identities[1]")
    }
  }

  @Test(arguments: Engine.available)
  func `two contacts of one name are told apart by identities, and refused without`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.contacts = [Self.customer("Олена", []), Self.customer("Олена", ["77"]), Self.customer("Олена", ["78"])]
      for _ in 0..<2 { try await desk.recovery.apply(provision) }
      #expect(try await desk.recovery.contacts(for: desk.anna).contacts.count == 3)

      provision.contacts.append(Self.customer("Олена", []))
      try await desk.refuses(provision, at: "contacts[3].name")
    }
  }

  @Test(arguments: Engine.available)
  func `an identity that another customer has stays theirs, and the file is told`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for (name, number) in [("Олена", "77"), ("Lena", "78")] {
        _ = try await desk.customer(name, from: number)
      }
      var provision = Provision()
      provision.contacts = [Self.customer("Ірина", ["99"]), Self.customer("Олена", ["77", "78"])]
      try await desk.refuses(provision, at: "contacts[1].identities[1]")
      #expect(try await desk.recovery.contacts(for: desk.anna).contacts.map(\.name).sorted() == ["Lena", "Олена"])
    }
  }

  @Test func `a place in the file is told also of what is not there, and of a contact's phone`() async throws {
    try await withDesk(on: .sqlite) { desk in
      var provision = Provision()
      provision.channels = [.init(name: "new", kind: .web, queue: "Nowhere", owner: nil, options: [:])]
      try await desk.refuses(provision, at: "channels[0].queue")
      var contacts = Provision()
      contacts.contacts = [.init(name: "Олена", owner: nil, phone: "home", email: nil, identities: [])]
      try await desk.refuses(contacts, at: "contacts[0].phone")
    }
  }

  @Test(arguments: Engine.available)
  func `the last administrator stays one, also by the file, which may name another`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      var provision = Provision()
      provision.operators = [Self.person("halyna"), Self.person("anna")]
      try await desk.refuses(provision, at: "operators[1].role")
      provision.operators = [Self.person("anna"), Self.person("halyna", role: .administrator)]
      try await desk.recovery.apply(provision)
      let roles = try await desk.recovery.directory().operators.values.filter { $0.role == .administrator }
      #expect(roles.map(\.login) == ["halyna"])
    }
  }

  @Test(arguments: Engine.available)
  func `sites are stored as browsers name them`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      func site(_ origins: String) -> Provision.ChannelEntry {
        .init(name: "site", kind: .web, queue: "Sales", owner: nil, options: ["origins": origins])
      }
      var provision = Provision()
      provision.channels = [site("https://shop.example/ HTTPS://Shop.Example:443 http://localhost:8080")]
      try await desk.recovery.apply(provision)
      let stored = "https://shop.example https://shop.example http://localhost:8080"
      #expect(try await desk.recovery.channel(desk.site.id)?.channel.options == ["origins": stored])
      _ = try await desk.recovery.save(site("HTTP://Shop.Example:80/"), as: desk.site.id, seen: nil, by: desk.anna)
      #expect(try await desk.recovery.channel(desk.site.id)?.channel.options == ["origins": "http://shop.example"])
      for origin in [
        "shop.example", "https://shop.example/x", "*", "null", "javascript:x", "https://a@b", "http://a:0",
      ] {
        provision.channels = [site(origin)]
        try await desk.refuses(provision, at: "channels[0].origins")
        await #expect(throws: InvalidInput.self, "\(origin)") {
          try await desk.recovery.save(site(origin), as: desk.site.id, seen: nil, by: desk.anna)
        }
      }
    }
  }

  private static func person(
    _ login: String, named name: String = "Somebody", role: Role = .operator, skills: [String] = [],
    password: String? = nil
  ) -> Provision.OperatorEntry {
    .init(
      login: login, name: name, role: role, skills: skills, locale: "en", timeZone: "Europe/Kyiv", password: password)
  }

  private static func customer(_ name: String, _ numbers: [String]) -> Provision.ContactEntry {
    .init(
      name: name, owner: nil, phone: nil, email: nil,
      identities: numbers.map { Contact.Identity(kind: .telegram, externalID: $0) })
  }
}

extension Desk {
  fileprivate func refuses(
    _ provision: Provision, at place: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let refusal = await #expect(throws: InvalidInput.self, sourceLocation: sourceLocation) {
      try await recovery.apply(provision)
    }
    #expect(refusal?.field == place, sourceLocation: sourceLocation)
  }
}
