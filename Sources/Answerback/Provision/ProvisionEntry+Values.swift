import Foundation
import Recovery

/// Values with a meaning of their own.
extension ProvisionEntry {
  /// `60s`, `5m`, `2h` or `500ms`; at most a week.
  func duration(_ key: String) throws -> Duration? {
    guard let text = try optionalText(key) else { return nil }
    guard let span = DurationText.read(text) else {
      throw InvalidInput(field: place(key), message: "A time such as 60s, 5m or 2h, at most a week.")
    }
    return span
  }

  func locale() throws -> String {
    let locale = try optionalText("locale") ?? "en"
    guard ["en", "uk"].contains(locale) else { throw InvalidInput(field: place("locale"), message: "en or uk.") }
    return locale
  }

  func timeZone() throws -> String {
    let zone = try optionalText("zone") ?? "Europe/Kyiv"
    guard TimeZoneName.isKnown(zone) else {
      throw InvalidInput(field: place("zone"), message: "There is no time zone «\(zone)».")
    }
    return zone
  }

  /// The password, given here or in a file of its own.
  func password(_ folder: URL) throws -> String? {
    if let password = try optionalText("password") { return password }
    guard let path = try optionalText("password-file") else { return nil }
    let file = URL(fileURLWithPath: path, relativeTo: folder)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw InvalidInput(field: place("password-file"), message: "The file cannot be read.")
    }
    let password = text.trimmingCharacters(in: .newlines)
    guard !password.isEmpty else { throw InvalidInput(field: place("password-file"), message: "The file is empty.") }
    return password
  }
}
