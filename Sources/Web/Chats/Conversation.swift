import Hummingbird
import Recovery

/// What of a conversation is asked for, and what is shown again of a reply that was refused.
struct ConversationRequest {
  /// The id of the oldest message that is known already.
  var before: String?
  var draft = ""
  var error: String?
}

/// On which page a conversation stands; a reply leads back to it.
enum ConversationPlace: String {
  case activity, chat
}

extension WebApplication {
  /// How many messages are shown before one asks for earlier ones.
  static let messagesAtOnce = 100

  /// `GET /chats/:id`.
  func showChat(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    let before = try Query(request)["before"]
    guard context.form == .json else {
      return try await chatPage(id, context, viewer, request: ConversationRequest(before: before))
    }
    let limit = Self.messagesAtOnce
    guard let chat = try await recovery.chat(id, for: viewer),
      let messages = try await recovery.messages(of: id, for: viewer, before: before, limit: limit)
    else { throw WebError.notFound }
    var writer = JSONWriter(capacity: 8192)
    writer.chat(chat, messages: messages)
    return .json(writer)
  }

  /// The conversation's own page.
  func chatPage(
    _ id: String, _ context: WebContext, _ viewer: Operator, request: ConversationRequest,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    guard let chat = try await conversation(id, in: .chat, for: viewer, request: request) else {
      throw WebError.notFound
    }
    let wording = pages.wording(for: viewer)
    let name = (chat["contact"] as? Fields)?["name"] as? String
    let title = wording.text("chat.title", ["name": name ?? ""])
    var page = Page("chat", title: title, section: .chats, ["chat": chat])
    page.status = status
    return try await pages.answer(page, to: context, for: viewer)
  }

  /// The values of a conversation with its reply; nil where the viewer may not see it.
  func conversation(
    _ id: String, in place: ConversationPlace, for viewer: Operator, request: ConversationRequest
  ) async throws -> Fields? {
    let limit = Self.messagesAtOnce
    guard let chat = try await recovery.chat(id, for: viewer),
      let messages = try await recovery.messages(of: id, for: viewer, before: request.before, limit: limit)
    else { return nil }
    let wording = pages.wording(for: viewer)
    let time = wording.time
    let activity = try await openActivity(of: chat, viewer)
    let rights = ReplyRights(of: viewer, in: chat, about: activity, try await recovery.directory())
    let earlier = messages.count == limit ? messages.first.map { "/chats/\(id)?before=\($0.id)" } : nil
    let isWhole = earlier == nil
    let former = isWhole ? try await recovery.chat(before: chat, for: viewer) : nil
    return wording.row(chat).merging([
      "opened": time.fields(chat.openedAt), "begins": isWhole,
      "former": Fields.optional(former.map { ["id": $0.id, "at": time.fields($0.openedAt)] }),
      "messages": messages.map { wording.bubble($0, customer: chat.contact.name) },
      "earlier": Fields.optional(earlier), "canReply": rights.canReply,
      "replyNote": Fields.optional(rights.note.map { wording.text($0.key, ["name": $0.name]) }),
      "acceptance": Fields.optional(rights.acceptance.map(String.init)), "canClose": rights.canClose,
      "activitySubject": Fields.optional(activity.map { wording.subject($0.subject) }), "context": place.rawValue,
      "draft": request.draft,
      "error": Fields.optional(request.error),
    ])
  }

  private func openActivity(of chat: Chat, _ viewer: Operator) async throws -> Activity? {
    guard let id = chat.activityID else { return nil }
    return try await recovery.activity(id, for: viewer)
  }
}
