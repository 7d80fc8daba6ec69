import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /activities/:id/acceptance`: takes it. Of any number of operators at once one wins, and the others are told
  /// who.
  func acceptActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await onCard(context, viewer) { id in
      switch try await recovery.accept(id, by: viewer) {
      case .accepted(let activity): context.changed(activity, elseTo: "/activities/\(id)#chat")
      case .alreadyTaken(let holder, let moment): throw WebError.alreadyTaken(by: holder, at: moment)
      case .notYours(let designated): throw WebError.notYours(designated)
      case .closed: throw WebError.alreadyClosed
      case .missing: throw WebError.notFound
      }
    }
  }

  /// `DELETE /activities/:id/acceptance`: gives it back.
  func giveBackActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await onCard(context, viewer) { id in
      switch try await recovery.giveBack(id, by: viewer) {
      case .givenBack(let activity): context.changed(activity, elseTo: "/activities/\(id)")
      case .notHeld: throw WebError(.conflict, "not_held")
      case .closed: throw WebError.alreadyClosed
      case .missing: throw WebError.notFound
      }
    }
  }
}

extension WebContext {
  /// Answers with the changed Activity, or leads the browser on.
  func changed(_ activity: Activity, elseTo address: String) -> Response {
    form == .page ? .redirect(to: address) : .json(activity)
  }

  /// Answers that it is done where there is nothing to show, or leads the browser on.
  func done(elseTo address: String) -> Response {
    form == .page ? .redirect(to: address) : .json { $0.member("ok", true) }
  }
}
