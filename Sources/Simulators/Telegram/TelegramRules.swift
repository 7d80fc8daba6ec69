/// How a simulated Telegram behaves, where one may choose.
package struct TelegramRules: Sendable {
  /// The bot's token; another gets 401.
  package var token: String
  /// Whether more than a few messages a second to one chat, or thirty in all, get 429
  /// (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this).
  package var limitsRate = false
  /// How long a webhook that failed is left alone at first; it doubles with each further failure.
  package var firstRetry: Duration = .seconds(1)
  /// Whether webhooks need no TLS, as with a server of one's own (https://core.telegram.org/bots/api#using-a-local-bot-api-server).
  package var admitsPlainHTTP = true
  /// Where the ids start. By default from the clock, so that those of a later start are not taken for old ones.
  package var firstUpdateID: Int64?
  package var firstMessageID: Int64?

  package init(token: String) {
    self.token = token
  }

  /// Messages to one chat within as many seconds.
  static let burst = 3
  /// Messages in one second to all.
  static let perSecond = 30
  /// Updates that wait to be fetched or delivered, and people who write.
  static let mostUpdates = 10_000
  static let mostCustomers = 10_000
  /// Of one conversation; older ones are forgotten.
  static let mostMessages = 1_000
}
