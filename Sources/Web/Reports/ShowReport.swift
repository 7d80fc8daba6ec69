import HTTPTypes
import Hummingbird
import NIOCore
import Recovery

extension WebApplication {
  func addReports(to routes: inout Routes) {
    routes.add(.get, "/reports", showReport)
    routes.add(.get, "/reports.csv", exportReport)
  }

  /// `GET /reports`: what came of the missed chats of a period. Operators see their own.
  func showReport(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let query = try ReportQuery(Query(request), directory: directory)
    let report = try await recovery.report(query.question, for: viewer)
    if context.form == .json { return .json { $0.members(of: report, query, directory, viewer) } }
    let wording = pages.wording(for: viewer)
    let page = ReportPage(query: query, report: report, viewer: viewer, directory: directory, wording: wording)
    return try await pages.answer(
      Page("reports", title: wording.text("reports.title"), section: .reports, ["report": page.fields]),
      to: context, for: viewer)
  }

  /// `GET /reports.csv`: the same report's table as a file, with all rows.
  func exportReport(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let query = try ReportQuery(Query(request), directory: directory)
    var question = query.question
    question.limit = 10_000
    let report = try await recovery.report(question, for: viewer)
    let file = ReportFile(
      names: ReportNames(directory: directory, wording: pages.wording(for: viewer)), breakdown: question.breakdown)
    let name = "missed-chats-by-\(question.breakdown.rawValue)-\(report.days.lowerBound.text).csv"
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"\(name)\"",
        .cacheControl: "no-store",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(string: file.text(of: report))))
  }
}
