package import Recovery

/// Looks whether the sites that may show the widget are written as browsers name them.
package struct WebChatTester: ChannelTester {
  package init() {}

  package func test(_ channel: Channel) async -> [ChannelFinding] {
    let origins = (channel.options["origins"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    guard !origins.isEmpty else { return [ChannelFinding(.wrong, .originsMissing)] }
    return origins.map { origin in
      Self.isOrigin(origin)
        ? ChannelFinding(.fine, .originFine, origin) : ChannelFinding(.wrong, .originMalformed, origin)
    }
  }

  /// Scheme, host in lower case, and the port unless it is the scheme's own (https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin).
  private static func isOrigin(_ text: String) -> Bool {
    guard text.wholeMatch(of: /https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:[1-9][0-9]{0,4})?/) != nil else {
      return false
    }
    return !(text.hasPrefix("https://") && text.hasSuffix(":443"))
      && !(text.hasPrefix("http://") && text.hasSuffix(":80"))
  }
}
