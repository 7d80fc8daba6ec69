import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /activities/:id/completion`.
  func completeActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await close(as: .completed, request, context, viewer)
  }

  /// `POST /activities/:id/cancellation`.
  func cancelActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await close(as: .canceled, request, context, viewer)
  }

  private func close(
    as status: ActivityStatus, _ request: Request, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    let input = try await request.input(context)
    return try await onCard(context, viewer) { id in
      let result = try input.someText("result", limit: Recovery.longestResult) ?? ""
      let notes = try input.someText("notes", limit: Recovery.longestNotes)
      let details = try input.someText("resultDetails", limit: Recovery.longestDetails)
      switch try await recovery.close(id, as: status, result: result, notes: notes, details: details, by: viewer) {
      case .closed(let activity):
        return context.changed(activity, elseTo: request.returnAddress(or: "/activities"))
      case .alreadyClosed: throw WebError.alreadyClosed
      case .heldBy(let holder, let moment): throw WebError.held(by: holder, at: moment)
      case .missing: throw WebError.notFound
      }
    }
  }
}
