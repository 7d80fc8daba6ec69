import Recovery

/// Which options a channel of each kind has in a provision file.
enum ChannelOptions {
  static func names(of kind: ChannelKind) -> [String] {
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

  /// - Throws: ``InvalidInput`` where a value cannot be so.
  static func check(_ options: [String: String], of kind: ChannelKind, at path: String) throws {
    if kind == .telegram, let mode = options["mode"], !["webhook", "polling"].contains(mode) {
      throw InvalidInput(field: "\(path).mode", message: "webhook or polling.")
    }
    if let url = options["base-url"], !url.hasPrefix("https://"), !url.hasPrefix("http://") {
      throw InvalidInput(field: "\(path).base-url", message: "An address begins with https:// or http://.")
    }
  }
}
