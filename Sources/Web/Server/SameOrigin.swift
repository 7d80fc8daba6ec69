import HTTPTypes
import Hummingbird

/// Tells requests of our own pages from those that a foreign page makes a browser send.
struct SameOrigin: Sendable {
  /// The address under which people reach us, where it is known; proxies may rewrite the host.
  let publicURL: String?

  /// Whether the request comes from a page of ours; nil where the browser says nothing about it.
  ///
  /// `Sec-Fetch-Site` is decisive, being out of reach of scripts; older browsers send `Origin` with what changes something.
  func verdict(on request: Request) -> Bool? {
    if let site = request.headers[.fetchSite] { return site == "same-origin" || site == "none" }
    return request.headers[.origin].map { isOurs($0, host: request.head.authority ?? request.headers[.host]) }
  }

  /// Whether `origin` names this server.
  func isOurs(_ origin: String, host: String?) -> Bool {
    if let publicURL, Self.origin(of: publicURL) == origin { return true }
    guard let host, !host.isEmpty else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }

  /// The scheme and authority of an address.
  private static func origin(of address: String) -> Substring {
    guard let scheme = address.firstRange(of: "://") else { return address[...] }
    let path = address[scheme.upperBound...].firstIndex(of: "/") ?? address.endIndex
    return address[..<path]
  }
}
