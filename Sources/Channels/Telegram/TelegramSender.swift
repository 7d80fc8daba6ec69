package import AsyncHTTPClient
package import Recovery

/// Sends replies with the bot of the channel (https://core.telegram.org/bots/api#sendmessage).
///
/// At least once, not exactly once: Telegram has no idempotency key. When an answer is lost (a time-out, a broken connection, our
/// process ending between Telegram's taking a message and our noting it) the part in question is sent again, and the customer
/// may read it twice. What is known to be sent is not repeated: of a text in several parts, a later try goes on after
/// the last one that was confirmed, as long as the process lives.
package struct TelegramSender: ChannelSender {
  /// Of a message's text, in UTF-16 units (https://core.telegram.org/bots/api#sendmessage).
  static let longestText = 4096

  private let secrets: any SecretSource
  private let client: HTTPClient
  private let time: any TimeSource
  private let pace: SendingPace
  private let limit: Duration
  private let progress = TelegramProgress(remembering: 1000)

  /// - Parameters:
  ///   - client: made with `HTTPClient.Configuration.channels`, so that the token is not traced or carried elsewhere.
  ///   - pace: Telegram asks for about one message a second and chat, bursts allowed, and thirty a second in all
  ///     (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
  ///   - limit: how long Telegram may take for one message.
  package init(
    secrets: any SecretSource, client: HTTPClient, time: any TimeSource = SystemTime(),
    pace: SendingPace = SendingPace(
      perChannel: SendingRate(perSecond: 30, burst: 30), perConversation: SendingRate(perSecond: 1, burst: 3)),
    limit: Duration = .seconds(15)
  ) {
    self.secrets = secrets
    self.client = client
    self.time = time
    self.pace = pace
    self.limit = limit
  }

  /// - Returns: the id of the (first) message, in the form in which received messages have theirs.
  package func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String? {
    let parts = TextParts.split(message.text, limit: Self.longestText)
    guard !parts.isEmpty else { throw .rejected("The text is blank.") }
    var sent = progress.of(message.id)
    for part in parts.dropFirst(sent.count) {
      let id = try await send(part, of: message)
      sent = TelegramProgress.Sent(count: sent.count + 1, firstID: sent.firstID ?? id)
      if sent.count < parts.count { progress.note(sent, of: message.id) }
    }
    progress.forget(message.id)
    return sent.firstID.map { "\(message.chat):\($0)" }
  }

  private func send(_ part: String, of message: OutboundMessage) async throws(ChannelSendError) -> Int64? {
    switch pace.admit(channel: message.channel.id, chat: message.chat, at: time.now()) {
    case .forChannel(let wait): throw .rateLimited(retryAfter: wait)
    case .forConversation(let wait): throw .conversationLimited(retryAfter: wait)
    case nil: break
    }
    do {
      let bot = try TelegramBot(of: message.channel, secrets: secrets, client: client)
      let parameters = Parameters(chat_id: message.chat, text: part)
      let result: Sent = try await bot.call("sendMessage", parameters, within: limit)
      return result.message_id
    } catch {
      throw error.sendError
    }
  }

  /// The chat's id may be written as text.
  private struct Parameters: Encodable, Sendable {
    let chat_id: String
    let text: String
  }

  /// Only its id is of use; should it be missing, the message is sent all the same.
  private struct Sent: Decodable {
    let message_id: Int64?
  }
}
