import Hummingbird
import Recovery

extension WebApplication {
  func addSupervision(to routes: inout Routes) {
    routes.add(.get, "/supervision", from: .supervisor, showSupervision)
    routes.add(.post, "/supervision/assignments", from: .supervisor, giveActivity)
  }

  /// How many Activities of each status are listed, the oldest first.
  private static let listed = 50

  /// `GET /supervision?queue=`: how the queues stand now, who is there, and who has what. Supervisors only.
  func showSupervision(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let queueID = try Query(request)["queue"]
    if let queueID, directory.queues[queueID] == nil { throw WebError.invalid("queue") }
    async let supervision = recovery.supervision(of: queueID, for: viewer)
    async let free = recovery.activities(filter(.notStarted, queueID), for: viewer)
    async let taken = recovery.activities(filter(.inProgress, queueID), for: viewer)
    let view = SupervisionView(
      supervision: try await supervision, notStarted: try await free, inProgress: try await taken,
      now: recovery.time.now(), queueID: queueID, directory: directory)
    if context.form == .json { return .json { $0.members(of: view) } }
    let wording = pages.wording(for: viewer)
    let page = Page(
      "supervision", title: wording.text("supervision.title"), section: .supervision, wording.fields(of: view))
    return try await pages.answer(page, to: context, for: viewer)
  }

  private func filter(_ status: ActivityStatus, _ queueID: String?) -> ActivityFilter {
    var filter = ActivityFilter()
    filter.statuses = [status]
    filter.queueID = queueID
    filter.sort = .oldest
    filter.limit = Self.listed
    return filter
  }

  /// What stands for everybody in the Activity's queue.
  static let everybody = "queue"

  /// `POST /supervision/assignments`: gives one Activity to one operator, or to its queue. A row's button sends with the
  /// Activity's id, behind `~`, who had it when the row was shown: 409 where somebody else has it by now. Supervisors only.
  func giveActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let parts = try input.requiredText("activity", limit: 129)
      .split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let chosen = try input.requiredText("operator", limit: 64)
    let seen = parts.dropFirst().first.map(ActivityFilter.Owner.init(seen:))
    switch try await recovery.reassign(
      parts[0], to: chosen == Self.everybody ? nil : chosen, seen: seen, by: viewer)
    {
    case .reassigned(let activity):
      return context.changed(activity, elseTo: request.returnAddress(or: "/supervision"))
    case .forbidden: throw WebError.forbidden
    case .noSuchOperator: throw WebError.invalid("operator")
    case .heldBy(let holder, let moment): throw WebError.givenMeanwhile(to: holder, at: moment)
    case .closed: throw WebError.alreadyClosed
    case .missing: throw WebError.notFound
    }
  }
}

/// What the page of the supervision shows.
struct SupervisionView {
  let supervision: Supervision
  let notStarted: ActivityPage
  let inProgress: ActivityPage
  let now: Timestamp
  /// The only queue that is shown, if one was chosen.
  let queueID: String?
  let directory: Directory
}
