import Foundation
import Recovery

/// Secrets from environment variables. Where `NAME` is not set, `NAME_FILE` may name a file that holds the secret.
struct EnvironmentSecrets: SecretSource {
  private let environment: [String: String]

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  func secret(named name: String) -> String? {
    if let value = environment[name], !value.isEmpty { return value }
    guard let path = environment["\(name)_FILE"],
      let text = try? String(contentsOfFile: path, encoding: .utf8)
    else { return nil }
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return secret.isEmpty ? nil : secret
  }
}
