import Hummingbird
import Recovery

extension WebApplication {
  /// The routes of the Activities section as a whole and of its views.
  func addRegistry(to routes: inout Routes) {
    routes.add(.get, "/activities.csv", exportActivities)
    routes.add(.get, "/activities/count", countActivities)
    routes.add(.post, "/activities/bulk", changeActivities)
    routes.add(.get, "/views", listViews)
    routes.add(.post, "/views", saveView)
    routes.add(.patch, "/views/:id", renameView)
    routes.add(.delete, "/views/:id", deleteView)
  }

  /// `GET /activities`: the section's list.
  func listActivities(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let query = try activityQuery(request, viewer, directory)
    guard context.form != .json else { return try await listJSON(query, viewer) }
    // What *Add filter* adds then stands with the rest.
    if try Query(request)["add"] != nil { return .redirect(to: query.address()) }
    async let page = recovery.activities(query.filter, for: viewer)
    async let count = query.filter.after == nil ? recovery.countActivities(query.filter, for: viewer) : nil
    async let views = recovery.views(of: viewer)
    let wording = pages.wording(for: viewer)
    let list = ActivityList(
      query: query, page: try await page, count: try await count, savedViews: try await views, viewer: viewer,
      directory: directory, wording: wording)
    let fields: Fields = ["list": list.fields]
    return try await pages.answer(
      Page("activities", title: wording.text("activities.title"), section: .activities, fields), to: context,
      for: viewer)
  }

  private func listJSON(_ query: ActivityQuery, _ viewer: Operator) async throws -> Response {
    let page = try await recovery.activities(query.filter, for: viewer)
    return .json { json in
      json.member("activities", array: page.activities) { $0.activity($1) }
      json.member("next", page.next)
      json.member("stoppedEarly", page.stoppedEarly)
    }
  }

  /// `GET /activities/count`: how many the filter finds, counted no further than 10,000.
  func countActivities(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let query = try activityQuery(request, viewer, try await recovery.directory())
    let count = try await recovery.countActivities(query.filter, for: viewer)
    let fields = pages.wording(for: viewer).count(count)
    return .json { json in
      json.member("number", count.number)
      json.member("exact", count.isExact)
      json.member("text", fields["text"] as? String)
      json.member("label", fields["label"] as? String)
    }
  }

  /// The filters in the request's address.
  func activityQuery(_ request: Request, _ viewer: Operator, _ directory: Directory) throws -> ActivityQuery {
    var query = try ActivityQuery(Query(request), viewer: viewer, directory: directory, now: recovery.time.now())
    query.filter.storedText = query.filter.text.flatMap(pages.wording(for: viewer).stored(activitySearch:))
    return query
  }
}
