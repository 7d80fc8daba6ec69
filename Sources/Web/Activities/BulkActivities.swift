import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /activities/bulk`: completes, cancels or assigns several Activities, and tells what came of each.
  func changeActivities(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let ids = try input.texts("activities", limit: Recovery.longestBulk)
    let action = try bulkAction(input)
    guard !ids.isEmpty else { throw WebError.invalid("activities", "Choose some first.") }
    switch try await recovery.change(ids, action, by: viewer) {
    case .forbidden: throw WebError.forbidden
    case .noSuchOperator: throw WebError.invalid("operator")
    case .each(let outcomes):
      let summary = pages.wording(for: viewer).summary(of: outcomes, action)
      guard context.form == .page else { return .json(outcomes, summary) }
      let fields: Fields = ["parts": summary, "back": request.returnAddress(or: "/activities")]
      return try await pages.answer(
        Page("bulk", title: pages.wording(for: viewer).text("bulk.title"), section: .activities, fields), to: context,
        for: viewer)
    }
  }

  private func bulkAction(_ input: Input) throws(WebError) -> BulkAction {
    let result = try input.someText("result", limit: Recovery.longestResult) ?? ""
    let notes = try input.someText("notes", limit: Recovery.longestNotes)
    switch try input.requiredText("action", limit: 20) {
    case "complete": return .close(as: .completed, result: result, notes: notes)
    case "cancel": return .close(as: .canceled, result: result, notes: notes)
    case "assign": return .assign(to: try input.requiredText("operator", limit: 64))
    default: throw .invalid("action")
    }
  }
}

extension Wording {
  /// What came of it in words: `18 completed`, `2 taken by Maria`.
  func summary(of outcomes: [BulkOutcome], _ action: BulkAction) -> [String] {
    var done = 0
    var closed = 0
    var missing = 0
    var held: [Reference: Int] = [:]
    for outcome in outcomes {
      switch outcome.result {
      case .done: done += 1
      case .alreadyClosed: closed += 1
      case .missing: missing += 1
      case .heldBy(let holder): held[holder, default: 0] += 1
      }
    }
    let taken = held.sorted { ($0.key.name, $0.key.id) < ($1.key.name, $1.key.id) }
      .map { catalogue.text("bulk.held", count: $1, ["name": $0.name]) }
    return [catalogue.text(key(of: action), count: done)] + taken
      + (closed > 0 ? [catalogue.text("bulk.closed", count: closed)] : [])
      + (missing > 0 ? [catalogue.text("bulk.missing", count: missing)] : [])
  }

  private func key(of action: BulkAction) -> String {
    switch action {
    case .close(as: .canceled, _, _): "bulk.canceled"
    case .close: "bulk.completed"
    case .assign: "bulk.assigned"
    }
  }
}

extension Response {
  fileprivate static func json(_ outcomes: [BulkOutcome], _ summary: [String]) -> Response {
    .json { json in
      json.member("summary", summary.joined(separator: ", "))
      json.member("outcomes", array: outcomes) { json, outcome in
        json.object { json in
          json.member("activity", outcome.id)
          json.outcome(outcome.result)
        }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func outcome(_ result: BulkOutcome.Result) {
    switch result {
    case .done(let activity):
      member("outcome", "done")
      member("status", activity.status.name)
    case .alreadyClosed: member("outcome", "already_closed")
    case .missing: member("outcome", "missing")
    case .heldBy(let holder):
      member("outcome", "held_by")
      member("by", holder)
    }
  }
}
