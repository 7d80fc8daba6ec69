import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Compresses pages and JSON on their way out, where the browser takes it.
///
/// Somebody who can make a browser fetch pages with words of their choice, and sees the sizes of the answers, could guess
/// a secret that stands in the same page (BREACH, https://breachattack.com). There is none: sessions are cookies, forms
/// carry no token because requests are judged by their origin, and a page holds nothing that its reader does not see.
enum Compression {
  /// Bytes that are worth it, and not too many to be held twice.
  private static let sizes = 800...4_000_000
  private static let types = ["text/html", "application/json", "text/csv"]

  /// The answer, compressed where its size is known and it is no stream.
  static func applied(to response: Response, for request: Request) async throws -> Response {
    guard request.head.acceptsGzip, response.headers[.contentEncoding] == nil,
      let type = response.headers[.contentType], types.contains(where: type.hasPrefix),
      let length = response.body.contentLength, sizes.contains(length)
    else { return response }
    let collected = CollectedBody()
    try await response.body.write(collected)
    let content = collected.content
    var response = response
    response.headers.vary(by: "Accept-Encoding")
    guard let compressed = Gzip.compressed(content, .quick) else {
      response.body = ResponseBody(byteBuffer: content)
      return response
    }
    response.headers[.contentEncoding] = "gzip"
    response.headers[.contentLength] = nil
    response.body = ResponseBody(byteBuffer: compressed)
    return response
  }
}

/// Keeps what is written to it.
private final class CollectedBody: ResponseBodyWriter, Sendable {
  private let collected = Mutex(ByteBuffer())

  var content: ByteBuffer { collected.withLock { $0 } }

  func write(_ buffer: ByteBuffer) async throws {
    collected.withLock { _ = $0.writeImmutableBuffer(buffer) }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HTTPRequest {
  /// Whether the browser takes gzip (https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding).
  var acceptsGzip: Bool {
    let offers = headerFields[values: .acceptEncoding].flatMap { $0.split(separator: ",") }
    return offers.contains { offer in
      let parts = offer.lowercased().split(separator: ";").map { $0.filter { $0 != " " } }
      guard parts.first == "gzip" || parts.first == "*" else { return false }
      return !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { ("1"..."9").contains($0) } }
    }
  }
}

extension HTTPFields {
  /// Says that the answer depends on this field of the request, too.
  mutating func vary(by name: String) {
    self[.vary] = self[.vary].map { "\($0), \(name)" } ?? name
  }
}
