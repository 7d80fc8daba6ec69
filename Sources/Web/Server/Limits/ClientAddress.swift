import Hummingbird
import NIOCore

extension WebContext {
  /// The address of whoever is connected, for limits by address.
  ///
  /// - Parameter behindProxy: whether a proxy of ours stands in front; only then is what it says believed.
  func clientAddress(of request: Request, behindProxy: Bool) -> String {
    if behindProxy, let forwarded = request.headers[values: .forwardedFor].last?.split(separator: ",").last {
      return String(forwarded).trimmed
    }
    return connection.remoteAddress?.ipAddress ?? "unknown"
  }
}
