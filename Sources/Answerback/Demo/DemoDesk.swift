import Foundation
import Logging
import Recovery
import ServiceLifecycle
import Simulators
import Web

/// The demo: a server on a desk of sample people, beside it a stand-in for Telegram with customers who write.
struct DemoDesk {
  let telegramPort: Int

  private static let token = "1:demo"

  func run(_ recovery: Recovery, _ settings: LaunchSettings) async throws {
    let port = settings.port
    let origins = ["http://\(settings.host):\(port)", "http://localhost:\(port)"]
    try await recovery.apply(DemoPeople.provision(telegramPort: telegramPort, origins: origins))
    let simulator = TelegramSimulator(
      host: settings.host, port: telegramPort, rules: TelegramRules(token: Self.token), logger: settings.logger)
    var server = Server(recovery: recovery, settings: settings, secrets: DemoSecrets(token: Self.token))
    server.web.demoChannel = DemoPeople.site
    server.web.sample = DemoPeople.operators.map { person in
      SampleSignIn(
        login: person.login, name: person.name, password: DemoPeople.password, note: person.note)
    }
    server.companions = [simulator, DemoCustomers(telegram: simulator.telegram, logger: settings.logger)]
    server.whenServing = { port in
      // Written at once, also into a file or a pipe.
      try? FileHandle.standardOutput.write(contentsOf: Data(welcome(settings.host, port).utf8))
    }
    try await server.run()
  }

  private func welcome(_ host: String, _ port: Int) -> String {
    let people = DemoPeople.operators.map { person in
      "    \(person.login.padded(to: 10))\(person.name.padded(to: 20))\(person.note)"
    }
    return """

      Answerback is ready:  http://\(host):\(port)/

      Sign in as (the password is «\(DemoPeople.password)» for all):
      \(people.joined(separator: "\n"))

      Be the customer:
          in the shop's web chat   http://\(host):\(port)/demo/shop
          in Telegram's stand-in   http://\(host):\(telegramPort)/customers/77

      A chat that nobody answers within \(DemoPeople.answerWithin.components.seconds) seconds is missed. Three customers write in the first minute.
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
