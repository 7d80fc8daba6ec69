import Recovery

/// Who works at the demo's desk.
enum DemoPeople {
  struct Person {
    let login: String
    let name: String
    let role: Role
    let skills: [String]
    let locale: String
    /// Who that is to whoever tries the demo; nil for those who only fill the desk.
    var note: String?
  }

  static let password = "answerback"
  static let answerWithin: Duration = .seconds(20)
  static let site = "shop"
  static let tokenName = "DEMO_TELEGRAM_TOKEN"

  static let operators = [
    Person(
      login: "olena", name: "Олена Коваль", role: .operator, skills: ["sales"], locale: "uk",
      note: "operator in Sales (Ukrainian)"),
    Person(
      login: "ivan", name: "Ivan Bondar", role: .operator, skills: ["sales", "support"], locale: "en",
      note: "operator in Sales and Support"),
    Person(
      login: "maria", name: "Maria Lysenko", role: .operator, skills: ["support"], locale: "en",
      note: "operator in Support; Ірина Мельник is hers alone"),
    Person(
      login: "oksana", name: "Oksana Shevchuk", role: .supervisor, skills: [], locale: "en",
      note: "supervisor: sees everything"),
    Person(
      login: "admin", name: "Andrii Melnyk", role: .administrator, skills: [], locale: "en",
      note: "administrator: also changes System settings"),
    Person(login: "bohdan", name: "Богдан Мороз", role: .operator, skills: ["sales", "delivery"], locale: "uk"),
    Person(login: "daniel", name: "Daniel Weiss", role: .operator, skills: ["sales"], locale: "en"),
    Person(login: "halyna", name: "Галина Ткач", role: .operator, skills: ["support"], locale: "uk"),
    Person(login: "lesia", name: "Леся Гончар", role: .operator, skills: ["support", "delivery"], locale: "uk"),
    Person(login: "sofiia", name: "Софія Романюк", role: .operator, skills: ["sales"], locale: "uk"),
    Person(login: "zofia", name: "Zofia Kowalska", role: .operator, skills: ["delivery"], locale: "en"),
    Person(login: "petro", name: "Petro Hnatiuk", role: .supervisor, skills: [], locale: "uk"),
  ]

  /// Those as whom one may sign in to see the desk from every side.
  static var sample: [Person] { operators.filter { $0.note != nil } }

  /// - Parameter rule: when a chat is missed.
  static func provision(_ rule: MissedRule, telegramPort: Int, origins: [String]) -> Provision {
    var provision = Provision()
    provision.settings = [Setting.sendsActivities: .boolean(true)]
    provision.queues = ["Sales", "Support", "Delivery"].map {
      .init(name: $0, skills: [$0.lowercased()], rule: rule)
    }
    provision.operators = operators.map {
      .init(
        login: $0.login, name: $0.name, role: $0.role, skills: $0.skills, locale: $0.locale, timeZone: "Europe/Kyiv",
        password: password)
    }
    provision.channels = channels(telegramPort: telegramPort, origins: origins)
    provision.contacts = [
      .init(
        name: "Ірина Мельник", owner: "maria", phone: nil, email: nil,
        identities: [Contact.Identity(kind: .telegram, externalID: "596417343")])
    ]
    return provision
  }

  /// The bot and the shop's chat can be tried. The others have no account behind them: what was said there is past, and
  /// what is answered there now fails and says so.
  private static func channels(telegramPort: Int, origins: [String]) -> [Provision.ChannelEntry] {
    func entry(_ name: String, _ kind: ChannelKind, _ queue: String, _ options: [String: String] = [:])
      -> Provision.ChannelEntry
    { .init(name: name, kind: kind, queue: queue, owner: nil, options: options) }
    let bot = ["mode": "polling", "token-env": tokenName, "base-url": "http://127.0.0.1:\(telegramPort)"]
    return [
      entry("tg-support", .telegram, "Support", bot),
      entry(site, .web, "Sales", ["origins": origins.joined(separator: " ")]),
      entry("viber-delivery", .viber, "Delivery"), entry("whatsapp-support", .whatsapp, "Support"),
      entry("instagram-shop", .instagram, "Sales"), entry("facebook-shop", .messenger, "Delivery"),
    ]
  }
}
