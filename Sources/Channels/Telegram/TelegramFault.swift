import AsyncHTTPClient
import Foundation
import struct NIOCore.NIOTooManyBytesError
import Recovery

/// Why a method of the Bot API gave no result. It never holds the bot's token.
enum TelegramFault: Error, Equatable, Sendable {
  /// The channel cannot be used before somebody corrects its configuration.
  case misconfigured(String)
  /// There was no answer, or none of Telegram's form. Whether the method took effect is not known.
  case noAnswer(String)
  /// Telegram refused (https://core.telegram.org/bots/api#making-requests).
  case refused(code: Int, description: String, retryAfter: Duration?)
}

extension TelegramFault {
  /// What an answer says against us; nil where it says that all is well.
  ///
  /// - Parameter token: is taken out of the description, should a server ever put it there.
  init?(status: Int, retryAfter: String?, body: [UInt8], hiding token: String) {
    let waiting = retryAfter.flatMap(Int64.init)
    guard let verdict = Verdict(body) else {
      // Not Telegram's form: a proxy's or a gateway's own page. It says nothing final about the message.
      self =
        status == 429
        ? .refused(code: status, description: "HTTP \(status)", retryAfter: Self.bounded(waiting))
        : .noAnswer("HTTP \(status) without Telegram's answer")
      return
    }
    guard !verdict.ok else { return nil }
    let description = (verdict.description ?? "HTTP \(status)").replacing(token, with: "…").prefix(200)
    self = .refused(
      code: verdict.error_code ?? status, description: String(description),
      retryAfter: Self.bounded(verdict.parameters?.retry_after ?? waiting))
  }

  /// What went wrong before there was an answer. The error's own text is not used: it may hold the address.
  init(hidingAddressOf error: any Error) {
    switch error {
    case let fault as TelegramFault: self = fault
    case let error as HTTPClientError: self = .noAnswer(error.shortDescription)
    case is TimeRanOut: self = .noAnswer("Time-out")
    case is CancellationError: self = .noAnswer("Cancelled")
    case is NIOTooManyBytesError: self = .noAnswer("The answer is too long")
    default: self = .noAnswer("No connection (\(type(of: error)))")
    }
  }

  /// What it means for a reply on its way.
  var sendError: ChannelSendError {
    switch self {
    case .misconfigured(let text): .unauthorised(text)
    case .noAnswer(let text): .unreachable(text)
    case .refused(429, _, let wait): .rateLimited(retryAfter: wait ?? .seconds(1))
    case .refused(401, let text, _), .refused(404, let text, _): .unauthorised(text)
    case .refused(403, let text, _): .customerUnreachable(text)
    case .refused(400, let text, _) where text.lowercased().contains("chat not found"): .customerUnreachable(text)
    case .refused(500..., let text, _): .unreachable(text)
    case .refused(_, let text, _): .rejected(text)
    }
  }

  /// A wait between a second and a day.
  private static func bounded(_ seconds: Int64?) -> Duration? {
    seconds.map { .seconds(min(max(1, $0), 86_400)) }
  }

  private struct Verdict: Decodable {
    /// https://core.telegram.org/bots/api#responseparameters
    struct Parameters: Decodable {
      let retry_after: Int64?
    }

    let ok: Bool
    let error_code: Int?
    let description: String?
    let parameters: Parameters?

    /// Nil where the answer is not of Telegram's form.
    init?(_ body: [UInt8]) {
      do { self = try JSONDecoder().decode(Verdict.self, from: Data(body)) } catch { return nil }
    }
  }
}
