import Hummingbird
import Recovery

extension WebApplication {
  /// `PATCH /activities/:id`: saves the card. Whoever sends prints of what they saw (`seen.notes`) may save together with
  /// others; what both changed differently is answered with 409 and both values.
  func editActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await onCard(context, viewer, typed: input) { id in
      let wording = pages.wording(for: viewer)
      var change = try EnteredChange(input, wording.time).change
      change.subject = change.subject.map(wording.stored(subject:))
      switch try await recovery.edit(id, change, by: viewer) {
      case .saved(let activity): return context.changed(activity, elseTo: "/activities/\(id)")
      case .changedMeanwhile: throw WebError(.conflict, "changed_meanwhile")
      case .conflicting(let activity, let conflicts):
        return try await answer(conflicts, on: activity, typed: input, context, viewer)
      case .illegal: throw WebError(.conflict, "illegal_status", field: "status")
      case .heldBy(let holder, let moment): throw WebError.held(by: holder, at: moment)
      case .missing: throw WebError.notFound
      }
    }
  }

  /// `PUT /activities/:id/assignment`: designates it to one operator. Whoever sends who had it when they decided
  /// (`seen.owner`, empty for nobody) is answered with 409 where somebody else has it by now. Supervisors only.
  func assignActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await onCard(context, viewer) { id in
      let chosen = try input.requiredText("operator", limit: 64)
      let seen = try input.text("seen.owner", limit: 64).map(ActivityFilter.Owner.init(seen:))
      switch try await recovery.reassign(id, to: chosen, seen: seen, by: viewer) {
      case .reassigned(let activity): return context.changed(activity, elseTo: "/activities/\(id)")
      case .heldBy(let holder, let moment): throw WebError.givenMeanwhile(to: holder, at: moment)
      case .forbidden: throw WebError.forbidden
      case .noSuchOperator: throw WebError.invalid("operator")
      case .closed: throw WebError.alreadyClosed
      case .missing: throw WebError.notFound
      }
    }
  }
}

extension ActivityFilter.Owner {
  /// Who had an Activity on the page; empty for nobody.
  init(seen id: String) { self = id.isEmpty ? .nobody : .person(id) }
}

extension WebError {
  /// Somebody else has it than the page showed.
  static func givenMeanwhile(to holder: Reference, at moment: Timestamp) -> WebError {
    held(by: holder, at: moment, code: "given_meanwhile")
  }
}
