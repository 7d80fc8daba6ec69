package import Recovery

/// Looks whether the sites that may show the widget are written as browsers name them.
package struct WebChatTester: ChannelTester {
  package init() {}

  package func test(_ channel: Channel) async -> [ChannelFinding] {
    let origins = (channel.options["origins"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    guard !origins.isEmpty else { return [ChannelFinding(.wrong, .originsMissing)] }
    return origins.map { origin in
      SiteOrigin.normalised(origin) == origin
        ? ChannelFinding(.fine, .originFine, origin) : ChannelFinding(.wrong, .originMalformed, origin)
    }
  }
}
