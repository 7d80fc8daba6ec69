import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Bytes for many streams, in the forms in which connections take them.
struct LiveBytes {
  /// As a part of a body.
  let plain: ByteBuffer
  /// As a whole chunk of HTTP/1.1 (https://www.rfc-editor.org/rfc/rfc9112#name-chunked-transfer-coding).
  let chunk: ByteBuffer

  init(_ plain: ByteBuffer) {
    self.plain = plain
    var chunk = ByteBuffer()
    chunk.reserveCapacity(plain.readableBytes + 16)
    chunk.writeString(String(plain.readableBytes, radix: 16))
    chunk.writeString("\r\n")
    chunk.writeImmutableBuffer(plain)
    chunk.writeString("\r\n")
    self.chunk = chunk
  }

  init(_ text: String) { self.init(ByteBuffer(string: text)) }
}

/// One stream's way out, used on its connection's event loop only.
///
/// On HTTP/1.1 whole chunks, framed once for all streams, go past the encoder, which would frame them for each anew. On
/// other connections they go the usual way.
struct LiveOutput {
  private let connection: Connection
  private let encoder: ChannelHandlerContext?

  init(_ connection: Connection) {
    self.connection = connection
    encoder = try? connection.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
  }

  /// Whether the client reads what it is sent.
  var isWritable: Bool { connection.isWritable }

  func write(_ bytes: LiveBytes) {
    if let encoder {
      encoder.writeAndFlush(NIOAny(IOData.byteBuffer(bytes.chunk)), promise: nil)
    } else {
      connection.writeAndFlush(HTTPResponsePart.body(bytes.plain), promise: nil)
    }
  }
}
