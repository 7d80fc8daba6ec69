import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /messages/:id/sending`: sends a reply again that could not be delivered.
  func resendReply(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    switch try await recovery.resend(try context.id, by: viewer) {
    case .sent(let message):
      guard context.form != .page else {
        return .redirect(to: request.returnAddress(or: "/chats/\(message.chatID)"))
      }
      var writer = JSONWriter()
      writer.message(message)
      return .json(writer)
    case .alreadyTaken(let holder, let moment): throw WebError.alreadyTaken(by: holder, at: moment)
    case .stale: throw WebError(.conflict, "stale")
    case .closed: throw WebError(.conflict, "closed")
    case .missing: throw WebError.notFound
    }
  }
}
