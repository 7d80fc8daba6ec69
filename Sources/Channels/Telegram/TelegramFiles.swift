package import AsyncHTTPClient
import Foundation
import struct NIOCore.ByteBuffer
package import Recovery

/// Fetches what customers sent to a bot (https://core.telegram.org/bots/api#getfile).
package struct TelegramFiles: AttachmentSource {
  private let secrets: any SecretSource
  private let client: HTTPClient

  /// - Parameter client: made with `HTTPClient.Configuration.channels`, so that the token is not traced or carried elsewhere.
  package init(secrets: any SecretSource, client: HTTPClient) {
    self.secrets = secrets
    self.client = client
  }

  package func open(
    _ attachment: Attachment, on channel: Channel
  ) async throws(AttachmentError) -> AttachmentContent {
    guard !attachment.isTooLarge else { throw .tooLarge }
    do {
      let bot = try TelegramBot(of: channel, secrets: secrets, client: client)
      let file: File = try await bot.call("getFile", ["file_id": attachment.externalID])
      guard let path = file.file_path else { throw AttachmentError.gone }
      if let size = file.file_size, size > Attachment.largest { throw AttachmentError.tooLarge }
      let response = try await bot.download(path)
      let bytes = BoundedBytes(response.body, upTo: Attachment.largest)
      return AttachmentContent(size: response.headers.first(name: "content-length").flatMap(Int64.init), bytes: bytes)
    } catch let error as AttachmentError {
      throw error
    } catch let fault as TelegramFault {
      throw fault.attachmentError
    } catch {
      throw .unreachable("\(type(of: error))")
    }
  }

  private struct File: Decodable {
    let file_path: String?
    let file_size: Int64?
  }
}

extension TelegramFault {
  fileprivate var attachmentError: AttachmentError {
    switch self {
    case .refused(400, let text, _) where text.lowercased().contains("too big"): .tooLarge
    case .refused(400, _, _), .refused(404, _, _): .gone
    case .misconfigured(let text), .noAnswer(let text), .refused(_, let text, _): .unreachable(text)
    }
  }
}

/// An answer's body that ends with an error where it is longer than it may be, or does not come.
private struct BoundedBytes: AsyncSequence, Sendable {
  let body: HTTPClientResponse.Body
  let limit: Int64

  init(_ body: HTTPClientResponse.Body, upTo limit: Int64) {
    self.body = body
    self.limit = limit
  }

  func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator(), left: limit) }

  struct Iterator: AsyncIteratorProtocol {
    var body: HTTPClientResponse.Body.AsyncIterator
    var left: Int64

    mutating func next() async throws -> [UInt8]? {
      guard let buffer = try await body.next() else { return nil }
      left -= Int64(buffer.readableBytes)
      guard left >= 0 else { throw AttachmentError.tooLarge }
      return Array(buffer.readableBytesView)
    }
  }
}
