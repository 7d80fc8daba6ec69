import Recovery

extension JSONWriter {
  /// A conversation, with its messages where they are asked for.
  mutating func chat(_ chat: Chat, messages: [Message]? = nil) {
    object { json in
      json.member("id", chat.id)
      json.member("state", chat.state.rawValue)
      json.member("contact", chat.contact)
      json.member("messenger", chat.messenger)
      json.member("queue", chat.queue)
      json.member("openedAt", chat.openedAt)
      json.member("waitingSince", chat.state == .waiting ? chat.firstUnansweredAt : nil)
      json.member("dueAt", chat.dueAt)
      json.missed(chat)
      json.member("lastMessageAt", chat.lastMessageAt)
      json.member("lastText", chat.lastText)
      json.member("leftAt", chat.leftAt)
      json.key("activity")
      if let id = chat.activityID { json.object { $0.member("id", id) } } else { json.null() }
      if let messages { json.member("messages", array: messages) { $0.message($1) } }
    }
  }

  private mutating func missed(_ chat: Chat) {
    key("missed")
    guard let moment = chat.missedAt else { return null() }
    object { json in
      json.member("at", moment)
      json.member("reason", chat.missedReason?.rawValue)
    }
  }

  mutating func message(_ message: Message) {
    object { json in
      json.member("id", message.id)
      json.member("direction", message.direction.rawValue)
      json.member("text", message.text)
      json.member("at", message.at)
      json.member("author", message.author)
      json.member("delivery", message.delivery.rawValue)
      if let failure = message.failure { json.member("failure", failure) }
    }
  }
}
