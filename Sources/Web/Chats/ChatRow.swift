import Recovery

extension Wording {
  /// The values of a chat in a list. They depend on nobody in particular: live rows are shared.
  func row(_ chat: Chat) -> Fields {
    let isWaiting = chat.state == .waiting
    let missed: Fields? = chat.missedReason.map { ["reasonText": text("missed.\($0.rawValue)")] }
    let activity: Fields? = chat.activityID.map { ["id": $0] }
    let fields: Fields = [
      "id": chat.id, "state": chat.state.rawValue, "stateText": text("chat.state.\(chat.state.rawValue)"),
      "contact": reference(ofContact: chat.contact), "queue": reference(chat.queue), "lastText": chat.lastText,
      "last": time.fields(chat.lastMessageAt),
      "waiting": isWaiting ? time.fields(chat.firstUnansweredAt) : false,
      "due": isWaiting && chat.missedAt == nil ? time.fields(chat.dueAt) : false,
      "missed": Fields.optional(missed), "away": chat.leftAt != nil, "activity": Fields.optional(activity),
    ]
    return fields.merging(messenger(chat.messenger))
  }

  /// The values of a message's bubble.
  ///
  /// - Parameter customer: who wrote what came in.
  func bubble(_ message: Message, customer: String) -> Fields {
    let isInbound = message.direction == .inbound
    return [
      "id": message.id, "chat": message.chatID, "inbound": isInbound, "direction": message.direction.rawValue,
      "text": message.attachments.first?.caption ?? message.text,
      "attachments": message.attachments.map(row), "canResend": !isInbound && message.delivery == .failed,
      "at": time.fields(message.at),
      "author": isInbound ? name(ofContact: customer) : message.author?.name ?? "",
      "delivery": message.delivery.rawValue,
      "deliveryText": isInbound ? "" : text("delivery.\(message.delivery.rawValue)"),
      "failure": Fields.optional(message.failure.map(fields)), "reply": Fields.optional(message.clientID),
    ]
  }

  /// Why a reply could not be delivered, in words; what the platform said stands beside them.
  private func fields(_ failure: DeliveryFailure) -> Fields {
    ["text": text(of: failure), "detail": Fields.optional(failure.detail.isEmpty ? nil : failure.detail)]
  }

  func text(of failure: DeliveryFailure) -> String { text("failure.\(failure.kind?.rawValue ?? "other")") }
}
