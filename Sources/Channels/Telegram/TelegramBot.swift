import AsyncHTTPClient
import Foundation
import Recovery
import struct NIOCore.TimeAmount

/// One bot's access to the Bot API (https://core.telegram.org/bots/api#making-requests).
///
/// The token is a part of every address. So no address, and no error that could hold one, leaves this type.
struct TelegramBot: Sendable {
  private let client: HTTPClient
  private let address: String
  /// Where files lie (https://core.telegram.org/bots/api#getfile).
  private let fileAddress: String
  private let token: String

  /// - Throws: ``TelegramFault/misconfigured(_:)`` where the channel's token is missing or cannot be one.
  init(of channel: Channel, secrets: any SecretSource, client: HTTPClient) throws(TelegramFault) {
    guard let secret = secrets.secret("token-env", of: channel) else {
      throw .misconfigured("The bot's token (token-env) is not configured.")
    }
    token = secret.trimmingCharacters(in: .whitespacesAndNewlines)
    guard token.wholeMatch(of: /[A-Za-z0-9:_-]+/) != nil else {
      throw .misconfigured("The bot's token has characters that no token of Telegram has.")
    }
    var base = channel.options["base-url"] ?? "https://api.telegram.org"
    while base.hasSuffix("/") { base.removeLast() }
    address = "\(base)/bot\(token)/"
    fileAddress = "\(base)/file/bot\(token)/"
    self.client = client
  }

  /// Calls a method and decodes its result.
  func call<Result: Decodable>(
    _ method: String, _ parameters: some Encodable & Sendable, within limit: Duration = .seconds(15)
  ) async throws(TelegramFault) -> Result {
    let answer = try await answer(to: method, parameters, within: limit, upTo: 256 * 1024)
    do {
      return try JSONDecoder().decode(Successful<Result>.self, from: Data(answer)).result
    } catch {
      throw .noAnswer("The answer to \(method) was not understood.")
    }
  }

  /// Calls a method and returns its whole answer, which says that it is fine.
  ///
  /// - Parameter size: the longest answer that is read, in bytes.
  func answer(
    to method: String, _ parameters: some Encodable & Sendable, within limit: Duration, upTo size: Int
  ) async throws(TelegramFault) -> [UInt8] {
    do {
      let request = try request(method, parameters)
      let (status, retryAfter, body) = try await within(limit) {
        let response = try await client.execute(request, timeout: .seconds(limit.components.seconds + 1))
        let body = try await response.body.collect(upTo: size)
        return (response.status.code, response.headers.first(name: "retry-after"), Array(body.readableBytesView))
      }
      let refusal = TelegramFault(status: Int(status), retryAfter: retryAfter, body: body, hiding: token)
      if let refusal { throw refusal }
      return body
    } catch {
      throw TelegramFault(hidingAddressOf: error)
    }
  }

  /// Begins to fetch a file; its body is read as it comes.
  ///
  /// - Parameter path: as `getFile` told it.
  func download(_ path: String) async throws(TelegramFault) -> HTTPClientResponse {
    let pieces = path.split(separator: "/").map {
      $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "._-")))
    }
    guard !pieces.isEmpty, !pieces.contains(".."), !pieces.contains(nil) else { throw .noAnswer("No path of a file") }
    do {
      let request = HTTPClientRequest(url: fileAddress + pieces.compactMap { $0 }.joined(separator: "/"))
      let response = try await client.execute(request, timeout: .seconds(60))
      guard response.status == .ok else {
        throw TelegramFault.refused(code: Int(response.status.code), description: "No file", retryAfter: nil)
      }
      return response
    } catch {
      throw TelegramFault(hidingAddressOf: error)
    }
  }

  private func request(_ method: String, _ parameters: some Encodable) throws -> HTTPClientRequest {
    var request = HTTPClientRequest(url: address + method)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    request.body = .bytes(try JSONEncoder().encode(parameters))
    return request
  }

  private struct Successful<Result: Decodable>: Decodable {
    let result: Result
  }
}
