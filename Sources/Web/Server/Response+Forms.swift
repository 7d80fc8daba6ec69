import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// A JSON object.
  static func json(status: HTTPResponse.Status = .ok, _ members: (inout JSONWriter) -> Void) -> Response {
    var writer = JSONWriter()
    writer.object(members)
    return json(status: status, writer)
  }

  static func json(status: HTTPResponse.Status = .ok, _ writer: JSONWriter) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json", .vary: varying],
      body: ResponseBody(byteBuffer: writer.buffer))
  }

  static func html(status: HTTPResponse.Status = .ok, _ text: String) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8", .vary: varying],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// Leads a browser elsewhere by GET.
  static func redirect(to address: String) -> Response {
    Response(status: .seeOther, headers: [.location: address])
  }

  static var noContent: Response { Response(status: .noContent) }

  private static let varying = "Accept, X-Fragment, Cookie"
}

extension Request {
  /// The path that the request says it was sent from, if that is one of ours; otherwise `fallback`.
  func returnAddress(or fallback: String) -> String {
    guard let referrer = headers[.referrer], let host = head.authority ?? headers[.host] else { return fallback }
    for scheme in ["http://", "https://"] where referrer.hasPrefix(scheme + host + "/") {
      return LocalPath.safe(String(referrer.dropFirst((scheme + host).count))) ?? fallback
    }
    return fallback
  }
}

/// Addresses to which a browser may be led.
enum LocalPath {
  /// The path, where it stays on this server: one slash, then no other slash or backslash, which browsers read as
  /// another host.
  static func safe(_ path: String) -> String? {
    let bytes = Array(path.utf8)
    guard bytes.first == UInt8(ascii: "/"), bytes.count <= 1000 else { return nil }
    if bytes.count > 1, bytes[1] == UInt8(ascii: "/") || bytes[1] == UInt8(ascii: "\\") { return nil }
    return bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") } ? path : nil
  }
}
