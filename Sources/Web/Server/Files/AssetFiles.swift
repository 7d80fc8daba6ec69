import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The scripts, styles and pictures, held in memory.
struct AssetFiles: Sendable {
  /// One file, ready to be sent.
  struct File: Sendable {
    let content: ByteBuffer
    /// The same by gzip, for whoever takes it; nil where that is no smaller.
    let compressed: ByteBuffer?
    let type: String
    let tag: String
  }

  /// What all addresses of them begin with; it changes with their content, so that they may be kept for ever.
  let prefix: String
  private let version: String
  private let files: [String: File]

  /// Reads all files of a folder.
  ///
  /// - Throws: where one cannot be read.
  init(directory: URL) throws {
    var files: [String: File] = [:]
    var all = SHA256()
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    for name in names {
      guard let type = Self.types[URL(fileURLWithPath: name).pathExtension] else { continue }
      let content = try Self.content(of: directory.appendingPathComponent(name))
      all.update(data: Data(name.utf8))
      all.update(data: content)
      let tag = "\"\(Self.text(SHA256.hash(data: content)))\""
      let bytes = ByteBuffer(bytes: content)
      files[name] = File(content: bytes, compressed: Gzip.compressed(bytes, .thorough), type: type, tag: tag)
    }
    self.files = files
    version = Self.text(all.finalize())
    prefix = "/assets/\(version)"
  }

  private static func content(of file: URL) throws -> Data {
    let content = try Data(contentsOf: file)
    guard file.pathExtension == "js" else { return content }
    return Data(ScriptText.withoutComments(String(decoding: content, as: UTF8.self)).utf8)
  }

  private static let types = [
    "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml",
    "png": "image/png",
  ]

  /// The first 64 bits, which is enough to tell versions apart.
  private static func text(_ digest: SHA256.Digest) -> String {
    digest.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  subscript(name: String) -> File? { files[name] }

  /// Answers a request for a file.
  ///
  /// - Parameter version: the version in the address, if there is one. Only the current one may be kept for ever.
  func answer(_ request: Request, name: String, version: String?) throws(WebError) -> Response {
    guard let file = files[name] else { throw .notFound }
    let caching = version == self.version ? "public, max-age=31536000, immutable" : "no-cache"
    return file.answer(request, caching: caching)
  }
}

extension AssetFiles.File {
  func answer(_ request: Request, caching: String) -> Response {
    let compressed = request.head.acceptsGzip ? compressed : nil
    // The two forms are different bytes, and have different tags.
    let tag = compressed == nil ? tag : "\(tag.dropLast())-gzip\""
    var headers: HTTPFields = [.contentType: type, .eTag: tag, .cacheControl: caching, .vary: "Accept-Encoding"]
    if request.headers[values: .ifNoneMatch].contains(where: { $0.contains(tag) }) {
      return Response(status: .notModified, headers: headers)
    }
    if compressed != nil { headers[.contentEncoding] = "gzip" }
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed ?? content))
  }
}
