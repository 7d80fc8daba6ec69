import HTTPTypes
import Hummingbird
import NIOCore
import Recovery

extension WebApplication {
  /// How many Activities are read at once for a file.
  private static let exportPage = 500

  /// `GET /activities.csv`: the filtered list as a file, read and written page by page.
  func exportActivities(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    var filter = try activityQuery(request, viewer, try await recovery.directory()).filter
    filter.after = nil
    filter.limit = Self.exportPage
    let first = try await recovery.activities(filter, for: viewer)
    let file = ActivityFile(wording: pages.wording(for: viewer))
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8", .contentDisposition: "attachment; filename=\"activities.csv\"",
        .cacheControl: "no-store",
      ],
      body: ResponseBody { [filter] writer in
        var (page, filter) = (first, filter)
        try await writer.write(ByteBuffer(string: file.head))
        while true {
          if !page.activities.isEmpty { try await writer.write(ByteBuffer(string: file.lines(page.activities))) }
          guard let next = page.next else { break }
          filter.after = next
          page = try await recovery.activities(filter, for: viewer)
        }
        try await writer.finish(nil)
      })
  }
}

/// Activities as lines of a file for spreadsheets.
struct ActivityFile: Sendable {
  let wording: Wording

  /// The mark by which spreadsheets know UTF-8, and the names of the columns.
  var head: String { "\u{FEFF}" + CSV.line(Self.columns.map { wording.text("column.\($0)") }) }

  func lines(_ activities: [Activity]) -> String { activities.map { CSV.line(cells($0)) }.joined() }

  private static let columns = [
    "subject", "type", "status", "contact", "messenger", "queue", "owner", "created", "due", "missed", "reason",
    "times",
    "lastText", "accepted", "acceptedBy", "closed", "result", "notes", "id",
  ]

  private func cells(_ activity: Activity) -> [String] {
    [
      wording.subject(activity.subject), wording.type(activity.type), wording.status(activity.status),
      activity.contact.map { wording.name(ofContact: $0.name) } ?? "",
      activity.messenger, activity.queue?.name ?? "", activity.owner?.name ?? "", time(activity.createdAt),
      time(activity.dueAt), time(activity.missed.at), wording.text("missed.\(activity.missed.reason.rawValue)"),
      String(activity.missed.count), activity.missed.lastText, time(activity.acceptance?.at),
      activity.acceptance?.by.name ?? "", time(activity.closedAt), activity.result.map(wording.result) ?? "",
      activity.notes, activity.id,
    ]
  }

  private func time(_ moment: Timestamp?) -> String { moment.map(wording.time.sortable) ?? "" }
}
