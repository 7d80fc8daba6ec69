/// What the composition root decides about the web.
package struct WebOptions: Sendable {
  /// Whether people reach us by TLS: cookies are then marked so, and browsers told to insist.
  package var secureCookies = false
  /// The address under which people reach us, where it is known.
  package var publicURL: String?
  /// Whether a proxy of ours stands in front, whose `X-Forwarded-For` can be believed.
  package var behindProxy = false
  /// The widget's channel on the demo's shop page; nil for no such page.
  package var demoChannel: String?
  /// The sign-ins that a demo shows.
  package var sample: [SampleSignIn] = []

  package init() {}
}
