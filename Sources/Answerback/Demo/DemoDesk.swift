import Foundation
import Logging
import Recovery
import ServiceLifecycle
import Simulators
import Web

/// The demo: a server on a desk of sample people, beside it a stand-in for Telegram with customers who write.
struct DemoDesk {
  let telegramPort: Int
  /// How many weeks lie behind it, 0 to 8.
  let weeks: Int

  private static let token = "1:demo"

  func run(_ recovery: Recovery, _ settings: LaunchSettings) async throws {
    let port = settings.port
    let origins = ["http://\(settings.host):\(port)", "http://localhost:\(port)"]
    let customers = try await past(recovery, origins, settings)
    let rule = MissedRule(answerWithin: DemoPeople.answerWithin)
    try await recovery.apply(DemoPeople.provision(rule, telegramPort: telegramPort, origins: origins))
    let simulator = TelegramSimulator(
      host: settings.host, port: telegramPort, rules: TelegramRules(token: Self.token), logger: settings.logger)
    for customer in customers where customer.channel.kind == .telegram {
      guard let id = Int64(customer.id) else { continue }
      try await simulator.telegram.acquaint(id, named: customer.name)
    }
    var server = Server(recovery: recovery, settings: settings, secrets: DemoSecrets(token: Self.token))
    server.web.demoChannel = DemoPeople.site
    server.web.sample = DemoPeople.sample.map { person in
      SampleSignIn(
        login: person.login, name: person.name, password: DemoPeople.password, note: person.note ?? "")
    }
    server.companions = [simulator, DemoCustomers(telegram: simulator.telegram, logger: settings.logger)]
    server.whenServing = { port in
      say(welcome(settings.host, port))
    }
    try await server.run()
  }

  /// Lets the past happen, as people would have made it.
  ///
  /// - Returns: the customers of it.
  private func past(
    _ recovery: Recovery, _ origins: [String], _ settings: LaunchSettings
  ) async throws -> [DemoCustomer] {
    guard weeks > 0 else { return [] }
    say("Playing \(weeks) weeks of customers and operators, so that there is something to see …\n")
    let started = ContinuousClock.now
    let present = recovery.time.now()
    let clock = PastClock(present - .seconds(weeks * 7 * 24 * 60 * 60))
    let rhythm = try PastRhythm()
    let then = Recovery(database: recovery.database, time: clock, logger: settings.logger)
    let rule = MissedRule(answerWithin: PastDesk.answerWithin, hours: rhythm.hours)
    try await then.apply(DemoPeople.provision(rule, telegramPort: telegramPort, origins: origins))
    var past = try await DemoPast(then, clock, rhythm: rhythm, until: present)
    let customers = try await past.tell()
    try await recovery.countWholeHistory()
    say("… done in \((ContinuousClock.now - started).components.seconds) s.\n")
    return customers
  }

  /// Written at once, also into a file or a pipe.
  private func say(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  private func welcome(_ host: String, _ port: Int) -> String {
    let people = DemoPeople.sample.map { person in
      "    \(person.login.padded(to: 10))\(person.name.padded(to: 20))\(person.note ?? "")"
    }
    return """

      Answerback is ready:  http://\(host):\(port)/

      Sign in as (the password is «\(DemoPeople.password)» for all):
      \(people.joined(separator: "\n"))

      Play it in a minute:
        1. Sign in as olena, and in a second tab be the customer: write in the shop's chat at http://\(host):\(port)/demo/shop
        2. Do not answer: after \(DemoPeople.answerWithin.components.seconds) seconds the chat is missed, and olena's bell shows it. Press Accept.
        3. Answer, see it in the shop, then press Complete task.

      Three customers write by Telegram in the first minute, too; be one of them: http://\(host):\(telegramPort)/customers/77
      End with Ctrl-C; nothing of the demo stays.

      """
  }
}

/// The demo's secrets, which are none.
private struct DemoSecrets: SecretSource {
  let token: String

  func secret(named name: String) -> String? { name == DemoPeople.tokenName ? token : nil }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
