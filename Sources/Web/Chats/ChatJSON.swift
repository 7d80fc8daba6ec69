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

  private mutating func attachment(_ attachment: Attachment) {
    object {
      $0.member("id", attachment.id)
      $0.member("kind", attachment.kind.rawValue)
      $0.member("name", attachment.fileName)
      $0.member("mediaType", attachment.mediaType.isEmpty ? nil : attachment.mediaType)
      $0.key("size")
      if let size = attachment.size { $0.integer(size) } else { $0.null() }
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
      if !message.attachments.isEmpty {
        json.member("attachments", array: message.attachments) { $0.attachment($1) }
      }
      guard let failure = message.failure else { return }
      json.member("failure", failure.detail)
      json.member("failureKind", failure.kind?.rawValue)
    }
  }
}
