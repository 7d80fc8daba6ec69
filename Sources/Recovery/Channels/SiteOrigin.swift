/// A site, as browsers name it: scheme, host, and the port unless it is the scheme's own
/// (https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin).
package enum SiteOrigin {
  /// The name that browsers would send for what somebody entered; nil where it is no site.
  package static func normalised(_ text: String) -> String? {
    let parts = text.lowercased().wholeMatch(
      of: /(https?):\/\/([a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?\/?/)
    guard let (_, scheme, host, port) = parts?.output else { return nil }
    let site = "\(scheme)://\(host)"
    guard let port else { return site }
    guard let number = UInt16(port), number > 0 else { return nil }
    return number == (scheme == "https" ? 443 : 80) ? site : "\(site):\(number)"
  }
}
