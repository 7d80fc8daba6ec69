import Hummingbird
import NIOCore

extension WebContext {
  /// The address of whoever is connected, for limits by address; of IPv6 its network, within which one customer of a
  /// provider chooses at will (https://www.rfc-editor.org/rfc/rfc6177).
  ///
  /// - Parameter behindProxy: whether a proxy of ours stands in front; only then is what it says believed.
  func clientAddress(of request: Request, behindProxy: Bool) -> String {
    if behindProxy, let forwarded = request.headers[values: .forwardedFor].last?.split(separator: ",").last {
      return Self.network(of: String(forwarded).trimmed)
    }
    return connection.remoteAddress?.ipAddress.map(Self.network) ?? "unknown"
  }

  /// The first 64 bits of an IPv6 address; any other text, also an IPv4 address within IPv6, stays as it is.
  static func network(of address: String) -> String {
    guard case .v6(let place)? = try? SocketAddress(ipAddress: address, port: 0) else { return address }
    let bytes = withUnsafeBytes(of: place.address.sin6_addr) { Array($0.prefix(8)) }
    guard bytes.contains(where: { $0 != 0 }) else { return address }
    return bytes.map { String($0, radix: 16) }.joined(separator: ".") + "/64"
  }
}
