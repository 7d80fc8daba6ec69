import Recovery

/// Who works at the demo's desk.
enum DemoPeople {
  struct Person {
    let login: String
    let name: String
    let role: Role
    let skills: [String]
    let locale: String
    let note: String
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
  ]

  static func provision(telegramPort: Int, origins: [String]) -> Provision {
    let rule = MissedRule(answerWithin: answerWithin)
    var provision = Provision()
    provision.settings = [Setting.sendsActivities: .boolean(true)]
    provision.queues = [
      .init(name: "Sales", skills: ["sales"], rule: rule), .init(name: "Support", skills: ["support"], rule: rule),
    ]
    provision.operators = operators.map {
      .init(
        login: $0.login, name: $0.name, role: $0.role, skills: $0.skills, locale: $0.locale, timeZone: "Europe/Kyiv",
        password: password)
    }
    provision.channels = [
      .init(
        name: "tg-support", kind: .telegram, queue: "Support", owner: nil,
        options: [
          "mode": "polling", "token-env": tokenName, "base-url": "http://127.0.0.1:\(telegramPort)",
        ]),
      .init(
        name: site, kind: .web, queue: "Sales", owner: nil, options: ["origins": origins.joined(separator: " ")]),
    ]
    provision.contacts = [
      .init(
        name: "Ірина Мельник", owner: "maria", phone: nil, email: nil,
        identities: [Contact.Identity(kind: .telegram, externalID: "596417343")])
    ]
    return provision
  }
}
