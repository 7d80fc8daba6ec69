import Hummingbird
import Recovery

extension WebApplication {
  /// `PATCH /activities/:id`: saves the card.
  func editActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await onCard(context, viewer) { id in
      switch try await recovery.edit(id, try change(input), by: viewer) {
      case .saved(let activity): return context.changed(activity, elseTo: "/activities/\(id)")
      case .changedMeanwhile: throw WebError(.conflict, "changed_meanwhile")
      case .illegal: throw WebError(.conflict, "illegal_status", field: "status")
      case .heldBy(let holder, let moment): throw WebError.held(by: holder, at: moment)
      case .missing: throw WebError.notFound
      }
    }
  }

  private func change(_ input: Input) throws(WebError) -> ActivityChange {
    var change = ActivityChange()
    change.version = try input.integer("version")
    if input.has("subject") {
      guard let subject = try input.someText("subject", limit: Recovery.longestSubject) else {
        throw WebError(.badRequest, "required", field: "subject")
      }
      change.subject = subject
    }
    change.result = try input.text("result", limit: Recovery.longestResult)
    change.notes = try input.text("notes", limit: Recovery.longestNotes)
    guard let name = try input.someText("status", limit: 50) else { return change }
    guard let status = ActivityStatus(named: name) else { throw .invalid("status") }
    change.status = status
    return change
  }

  /// `PUT /activities/:id/assignment`: designates it to one operator. Supervisors only.
  func assignActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await onCard(context, viewer) { id in
      switch try await recovery.reassign(id, to: try input.requiredText("operator", limit: 64), by: viewer) {
      case .reassigned(let activity): return context.changed(activity, elseTo: "/activities/\(id)")
      case .forbidden: throw WebError.forbidden
      case .noSuchOperator: throw WebError.invalid("operator")
      case .closed: throw WebError.alreadyClosed
      case .missing: throw WebError.notFound
      }
    }
  }
}
