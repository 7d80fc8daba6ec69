/// A person who uses Telegram.
struct SimulatedCustomer: Sendable {
  let id: Int64
  var name: String
  var hasBlocked = false
  var nextMessageID: Int64
  var messages: [SimulatedMessage] = []
  /// When the bot lately wrote to them, for the limit.
  var recentlySent: [Int64] = []

  /// https://core.telegram.org/bots/api#user
  var user: JSON { .object(names.merging(["id": .integer(id), "is_bot": false, "language_code": "uk"]) { $1 }) }

  /// https://core.telegram.org/bots/api#chat
  var chat: JSON { .object(names.merging(["id": .integer(id), "type": "private"]) { $1 }) }

  private var names: [String: JSON] {
    let words = name.split(separator: " ", maxSplits: 1).map { JSON.string(String($0)) }
    guard let first = words.first else { return ["first_name": ""] }
    return words.count == 2 ? ["first_name": first, "last_name": words[1]] : ["first_name": first]
  }

  /// Adds a message and gives it its id, which is unique in this chat only.
  mutating func note(_ text: String, byBot: Bool, at moment: Int64) -> Int64 {
    let id = nextMessageID
    nextMessageID += 1
    messages.append(SimulatedMessage(id: id, byBot: byBot, text: text, at: moment))
    if messages.count > TelegramRules.mostMessages { messages.removeFirst() }
    return id
  }
}

/// One line of a conversation as the customer sees it.
package struct SimulatedMessage: Hashable, Sendable {
  package let id: Int64
  /// Whether the bot wrote it, or else the customer.
  package let byBot: Bool
  package let text: String
  /// In milliseconds since 1970.
  package let at: Int64
}

/// Why a customer's doing was not possible.
package enum SimulatedTelegramError: Error, Equatable {
  case emptyText
  /// The bot has left too many updates waiting, or too many people write.
  case full
}
