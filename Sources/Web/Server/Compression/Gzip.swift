import CZlib
import NIOCore

/// Compression as browsers understand it (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952), by zlib.
enum Gzip {
  enum Effort: Int32 {
    /// For what is made once for each request.
    case quick = 4
    /// For what is made once.
    case thorough = 9
  }

  /// What makes of zlib's own form that of gzip, with the greatest window (https://zlib.net/manual.html#Advanced).
  private static let windowBits: Int32 = 15 + 16
  private static let memoryLevel: Int32 = 8

  /// - Returns: nil where it would not be smaller.
  static func compressed(_ content: ByteBuffer, _ effort: Effort) -> ByteBuffer? {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      deflateInit2_(
        &stream, effort.rawValue, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    var input = Array(content.readableBytesView)
    var output = [UInt8](repeating: 0, count: input.count)
    let isDone = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    return isDone ? ByteBuffer(bytes: output.prefix(Int(stream.total_out))) : nil
  }
}
