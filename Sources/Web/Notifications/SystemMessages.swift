import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /system-messages`: what this operator was told; as a page, the Notification Center with that tab.
  func listSystemMessages(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let after = try Query(request)["after"]
    guard context.form == .json else {
      return try await answerWithPanel(context, viewer, messages: after, tab: .messages)
    }
    let page = try await recovery.systemMessages(for: viewer, after: after, limit: NotificationPanel.messages)
    return .json { json in
      json.member("messages", array: page.messages) { $0.message($1) }
      json.member("next", page.next)
      json.member("unread", page.unread)
    }
  }

  /// `POST /system-messages/:id/reading`.
  func readSystemMessage(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let id = Int64(try context.id), try await recovery.read(systemMessage: id, by: viewer) else {
      throw WebError.notFound
    }
    return context.done(elseTo: request.returnAddress(or: "/system-messages"))
  }

  /// `POST /system-messages/reading`: all up to the newest that was shown, or all.
  func readSystemMessages(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let newest = try await request.input(context).integer("newest")
    try await recovery.readSystemMessages(upTo: newest, by: viewer)
    return context.done(elseTo: request.returnAddress(or: "/system-messages"))
  }
}

extension Wording {
  /// The values of a system message.
  func row(_ received: ReceivedMessage) -> Fields {
    let message = received.message
    let activity: Fields? = message.activity.map { activity in
      let address = received.opensActivity ? "/activities/\(activity.id)" : nil
      return ["subject": subject(activity.subject), "href": Fields.optional(address)]
    }
    return [
      "id": Int(message.id), "unread": received.readAt == nil, "at": time.fields(message.at),
      "heading": text("told.\(message.what.rawValue)", ["detail": message.detail]),
      "activity": Fields.optional(activity), "queue": reference(message.queue),
    ]
  }
}

extension JSONWriter {
  fileprivate mutating func message(_ received: ReceivedMessage) {
    let message = received.message
    object { json in
      json.member("id", message.id)
      json.member("what", message.what.rawValue)
      json.member("at", message.at)
      json.member("activity", message.activity.map { Reference(id: $0.id, name: $0.subject) })
      json.member("queue", message.queue)
      json.member("detail", message.detail)
      json.member("readAt", received.readAt)
    }
  }
}
