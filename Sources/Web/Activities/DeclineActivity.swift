import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /activities/:id/decline`: hides it from this operator.
  func declineActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await onCard(context, viewer) { id in
      let reason = try input.someText("reason", limit: Recovery.longestReason) ?? ""
      switch try await recovery.decline(id, reason: reason, by: viewer) {
      case .declined: return context.done(elseTo: request.returnAddress(or: "/activities"))
      case .alreadyTaken(let holder, let moment): throw WebError.alreadyTaken(by: holder, at: moment)
      case .closed: throw WebError.alreadyClosed
      case .missing: throw WebError.notFound
      }
    }
  }
}
