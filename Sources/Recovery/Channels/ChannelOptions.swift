/// Which options a channel of each kind has, and what they may be.
package enum ChannelOptions {
  package static func names(of kind: ChannelKind) -> [String] {
    switch kind {
    case .telegram: ["token-env", "secret-env", "mode", "base-url"]
    case .viber: ["token-env", "base-url"]
    case .whatsapp: ["phone-number-id", "token-env", "secret-env", "verify-token-env", "base-url"]
    case .messenger, .instagram: ["page-id", "token-env", "secret-env", "verify-token-env", "base-url"]
    case .webhook: ["secret-env", "url"]
    case .web: ["origins"]
    case .webitel: ["base-url", "token-env", "secret-env"]
    }
  }

  /// What Telegram's `mode` may be; the first where nothing is said.
  package static let modes = ["webhook", "polling"]

  /// Variables whose names begin so are meant for channels; whoever administers may name them in the browser.
  package static let variablePrefix = "CHANNEL_"

  /// Whether the option says which secret is taken, or where it is sent.
  static func concernsSecrets(_ option: String) -> Bool { option.hasSuffix("-env") || option.hasSuffix("url") }

  /// - Parameter place: stands before an option's name in the message's field.
  /// - Throws: ``InvalidInput`` where a value cannot be so.
  package static func check(
    _ options: [String: String], of kind: ChannelKind, at place: String = ""
  ) throws(InvalidInput) {
    for (name, value) in options.sorted(by: { $0.key < $1.key }) {
      guard names(of: kind).contains(name) else {
        throw InvalidInput(field: place + name, message: "Not known here.")
      }
      guard value.length <= 2000 else { throw InvalidInput(field: place + name, message: "At most 2000 characters.") }
      // So that nobody puts the secret itself into the database and the audit list.
      guard !name.hasSuffix("-env") || isVariable(value) else {
        throw InvalidInput(
          field: place + name, message: "The name of an environment variable, not the secret itself.")
      }
      guard !name.hasSuffix("url") || isAddress(value) else {
        throw InvalidInput(
          field: place + name, message: "An address begins with https:// or http:// and holds no password.")
      }
    }
    for origin in (options["origins"] ?? "").split(whereSeparator: \.isWhitespace) {
      guard SiteOrigin.normalised(String(origin)) != nil else {
        throw InvalidInput(
          field: "\(place)origins", message: "«\(origin)» is no site such as https://shop.example, without a path.")
      }
    }
    if kind == .telegram, let mode = options["mode"], !modes.contains(mode) {
      throw InvalidInput(field: "\(place)mode", message: "webhook or polling.")
    }
  }

  /// The options as they are stored: sites as browsers name them, which is how they are compared.
  static func normalised(_ options: [String: String]) -> [String: String] {
    var options = options
    if let origins = options["origins"]?.split(whereSeparator: \.isWhitespace) {
      options["origins"] = origins.map { SiteOrigin.normalised(String($0)) ?? String($0) }.joined(separator: " ")
    }
    return options
  }

  private static func isVariable(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]{0,99}/) != nil
  }

  private static func isAddress(_ text: String) -> Bool {
    text.wholeMatch(of: /https?:\/\/[^\/@\s]+(\/[^@\s]*)?/) != nil
  }
}
