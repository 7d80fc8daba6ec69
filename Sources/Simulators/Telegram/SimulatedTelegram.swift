import Foundation

/// Telegram's side of the world: the customers, what they wrote, and what one bot has not taken yet.
///
/// Written from https://core.telegram.org/bots/api alone. Tests use its verbs directly, people and programs through the routes
/// of ``TelegramSimulator``.
package actor SimulatedTelegram {
  let rules: TelegramRules
  let now: @Sendable () -> Int64
  var customers: [Int64: SimulatedCustomer] = [:]
  var updates = PendingUpdates()
  var webhook: SimulatedWebhook?
  var faults: [TelegramFaultOrder] = []
  /// What customers sent, by the id under which the bot asks for it.
  var files: [String: SimulatedFile] = [:]
  /// The ids of the files, oldest first.
  var fileOrder: [String] = []
  var sentFiles = 0
  /// What the bot wants to hear of; nil means everything.
  var allowedUpdates: Set<String>?
  /// Times at which messages were sent, for the limits.
  var recentlySent: [Int64] = []
  /// Counts the calls of `getUpdates`, of which only the newest may wait.
  var poller = 0
  private var nextUpdateID: Int64

  nonisolated let polled = Bell()
  nonisolated let delivering = Bell()

  /// - Parameter now: the time in milliseconds since 1970.
  package init(
    rules: TelegramRules,
    now: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
  ) {
    self.rules = rules
    self.now = now
    nextUpdateID = rules.firstUpdateID ?? now()
  }

  /// The bot's own id is the first part of its token (https://core.telegram.org/bots/api#authorizing-your-bot).
  var botID: Int64 { rules.token.split(separator: ":").first.flatMap { Int64($0) } ?? 1 }

  var bot: JSON {
    ["id": .integer(botID), "is_bot": true, "first_name": "Answerback", "username": "answerback_bot"]
  }

  /// Queues something for the bot, unless it does not want to hear of it.
  func queue(_ kind: String, _ content: JSON, chat: Int64) {
    guard allowedUpdates?.contains(kind) ?? true else { return }
    updates.append(.init(id: nextUpdateID, chat: chat, body: ["update_id": .integer(nextUpdateID), kind: content]))
    nextUpdateID += 1
    polled.ring()
    delivering.ring()
  }
}

/// Where the bot wants its updates (https://core.telegram.org/bots/api#webhookinfo).
struct SimulatedWebhook: Sendable {
  let url: String
  let secret: String?
  let mostConnections: Int
  var lastError: (at: Int64, text: String)?
}

/// A fault that was ordered: so many calls of a method fail.
package struct TelegramFaultOrder: Hashable, Sendable {
  let method: String
  let code: Int
  let description: String
  let retryAfter: Int64?
  var count: Int

  package init(method: String, code: Int, description: String? = nil, retryAfter: Int64? = nil, count: Int = 1) {
    self.method = method.lowercased()
    self.code = code
    self.retryAfter = retryAfter
    self.count = count
    let tooMany = "Too Many Requests: retry after \(retryAfter ?? 0)"
    self.description = description ?? (code == 429 ? tooMany : "Simulated fault \(code)")
  }
}
