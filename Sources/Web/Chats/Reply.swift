import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /chats/:id/messages`: the reply.
  func reply(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    let input = try await request.input(context)
    do {
      let message = try await send(input, to: id, viewer)
      guard context.form == .page else {
        var writer = JSONWriter()
        writer.message(message)
        return .json(status: .created, writer)
      }
      return .redirect(to: try await address(of: id, input, viewer))
    } catch {
      guard context.form == .page, let refusal = WebError(error), refusal.isAboutContent else { throw error }
      let text = pages.message(of: refusal, Language(locale: viewer.locale))
      let shown = ConversationRequest(draft: try input.text("text", limit: .max) ?? "", error: text)
      return try await chatPage(id, context, viewer, request: shown, status: refusal.status)
    }
  }

  private func send(_ input: Input, to id: String, _ viewer: Operator) async throws -> Message {
    let text = try input.text("text", limit: .max) ?? ""
    let acceptance = try input.integer("acceptance")
    let clientID = try input.text("id", limit: 64)
    switch try await recovery.reply(to: id, text: text, acceptance: acceptance, clientID: clientID, by: viewer) {
    case .sent(let message): return message
    case .alreadyTaken(let holder, let moment): throw WebError.alreadyTaken(by: holder, at: moment)
    case .stale: throw WebError(.conflict, "stale")
    case .closed: throw WebError(.conflict, "closed")
    case .missing: throw WebError.notFound
    }
  }

  /// Where a plain form leads back to: the page that it was on.
  private func address(of id: String, _ input: Input, _ viewer: Operator) async throws -> String {
    guard try input.text("context", limit: 20) == ConversationPlace.activity.rawValue,
      let activity = try await recovery.chat(id, for: viewer)?.activityID
    else { return "/chats/\(id)" }
    return "/activities/\(activity)#chat"
  }

  /// `POST /chats/:id/closing`: ends the conversation.
  func closeChat(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    switch try await recovery.closeChat(id, by: viewer) {
    case .closed: return context.done(elseTo: "/chats")
    case .alreadyClosed: throw WebError(.conflict, "closed")
    case .activityOpen: throw WebError(.conflict, "activity_open")
    case .replyOnItsWay: throw WebError(.conflict, "reply_on_its_way")
    case .missing: throw WebError.notFound
    }
  }
}
