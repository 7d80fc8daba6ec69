import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /activities`: the section's list.
  func listActivities(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let query = try ActivityQuery(Query(request), viewer: viewer, directory: directory)
    let page = try await recovery.activities(query.filter, for: viewer)
    if context.form == .json {
      return .json { json in
        json.member("activities", array: page.activities) { $0.activity($1) }
        json.member("next", page.next)
      }
    }
    let wording = pages.wording(for: viewer)
    let list = ActivityList(query: query, page: page, viewer: viewer, directory: directory, wording: wording)
    let fields: Fields = ["list": list.fields]
    return try await pages.answer(
      Page("activities", title: wording.text("activities.title"), section: .activities, fields), to: context,
      for: viewer)
  }
}
