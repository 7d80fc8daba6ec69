import Foundation
import Logging
package import Recovery
package import Storage

/// A small desk for tests: Ivan and Maria work in Sales, Petro elsewhere, Oksana supervises, Anna administers. Олена is
/// the customer. It has a Telegram bot and a widget, both of Sales, and its setting is on.
package struct Desk: Sendable {
  package let recovery: Recovery
  package let time: TestTime
  package let ivan: Operator
  package let maria: Operator
  package let petro: Operator
  package let oksana: Operator
  package let anna: Operator
  package let bot: Channel
  package let site: Channel
  package let sales: Queue

  /// How long a chat of Sales may wait.
  package static let answerWithin: Duration = .seconds(60)

  /// The password of everybody.
  package static let password = "correct horse battery"

  /// - Parameter withPasswords: whether everybody can sign in; hashing five passwords takes a while.
  package init(_ database: any Database, withPasswords: Bool = false) async throws {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    time = TestTime()
    recovery = Recovery(database: database, time: time, logger: logger)
    try await recovery.apply(Self.provision(withPasswords))
    let directory = try await recovery.directory()
    func person(_ login: String) throws -> Operator {
      guard let person = directory.operators.values.first(where: { $0.login == login }) else { throw Missing(login) }
      return person
    }
    func channel(_ name: String) throws -> Channel {
      guard let channel = directory.channels[name] else { throw Missing(name) }
      return channel
    }
    (ivan, maria, petro) = (try person("ivan"), try person("maria"), try person("petro"))
    (oksana, anna) = (try person("oksana"), try person("anna"))
    (bot, site) = (try channel("bot"), try channel("site"))
    guard let queue = directory.queues.values.first(where: { $0.name == "Sales" }) else { throw Missing("Sales") }
    sales = queue
  }

  package struct Missing: Error {
    let what: String

    package init(_ what: String) { self.what = what }
  }

  private static func provision(_ withPasswords: Bool) -> Provision {
    var provision = Provision()
    provision.settings = [Setting.sendsActivities: .boolean(true)]
    provision.queues = [
      .init(name: "Sales", skills: ["sales"], rule: MissedRule(answerWithin: answerWithin)),
      .init(name: "Support", skills: ["support"], rule: MissedRule(answerWithin: answerWithin)),
    ]
    let password = withPasswords ? Self.password : nil
    func entry(_ login: String, _ name: String, _ role: Role, _ skills: [String]) -> Provision.OperatorEntry {
      .init(
        login: login, name: name, role: role, skills: skills, locale: "en", timeZone: "Europe/Kyiv",
        password: password)
    }
    provision.operators = [
      entry("ivan", "Ivan", .operator, ["sales"]), entry("maria", "Maria", .operator, ["sales"]),
      entry("petro", "Petro", .operator, ["support"]), entry("oksana", "Oksana", .supervisor, []),
      entry("anna", "Anna", .administrator, []),
    ]
    provision.channels = [
      .init(name: "bot", kind: .telegram, queue: "Sales", owner: nil, options: ["secret-env": "BOT_SECRET"]),
      .init(name: "site", kind: .web, queue: "Sales", owner: nil, options: ["origins": "https://shop.example"]),
    ]
    return provision
  }
}

extension Desk {
  /// Олена writes; it is stored and processed as if Telegram had delivered it.
  package func write(
    _ text: String, id: String, from customer: String = "77", name: String = "Олена", phone: String? = nil,
    key: String? = nil
  ) async throws {
    var fields = ["key": key ?? id, "chat": customer, "id": id, "from": customer, "name": name, "text": text]
    fields["phone"] = phone
    let body = try JSONEncoder().encode(fields)
    try await recovery.store(Array(body), key: key ?? id, for: bot)
    try await process()
  }

  /// Processes all that is stored.
  package func process() async throws {
    while try await recovery.processInbound(with: [.telegram: PlainReceiver()]) > 0 {}
  }

  /// Nobody answers: the clock moves on and what is due is missed.
  package func wait(_ span: Duration = answerWithin) async throws {
    time.advance(by: span)
    _ = try await recovery.sweepMissedChats()
  }

  /// Олена writes and nobody answers.
  ///
  /// - Returns: the one Activity that is open for her.
  package func missedChat(from customer: String = "77", name: String = "Олена") async throws -> Activity {
    try await write("Is anybody there?", id: "\(customer)-\(UUID().uuidString)", from: customer, name: name)
    try await wait()
    guard let activity = try await open().first(where: { $0.contact?.name == name }) else { throw Missing("Activity") }
    return activity
  }

  /// The open Activities, newest first.
  package func open() async throws -> [Activity] {
    var filter = ActivityFilter()
    filter.statuses = [.notStarted, .inProgress]
    filter.limit = 100
    return try await recovery.activities(filter, for: anna).activities
  }
}
