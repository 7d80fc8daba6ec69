import Hummingbird
import Recovery

extension WebApplication {
  /// How many rows each part of the home page shows.
  private static let rowsAtHome = 10

  /// `GET /`: what waits for this operator.
  func showHome(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let wording = pages.wording(for: viewer)
    async let mine = recovery.activities(mine(of: viewer), for: viewer)
    async let waiting = recovery.notifications(for: viewer, after: nil, limit: Self.rowsAtHome)
    async let chats = recovery.chats(waitingChats, for: viewer)
    async let setting = recovery.setting(Setting.sendsActivities)
    let isOff = viewer.role == .administrator ? try await setting?.value == .boolean(false) : false
    let page = try await (mine: mine, waiting: waiting, chats: chats)
    // What is designated to the viewer is theirs already.
    let queued = page.waiting.notifications.map(\.activity).filter { $0.owner == nil }
      .sorted { $0.createdAt < $1.createdAt }
    let fields: Fields = [
      "greeting": wording.text("home.greeting", ["name": viewer.name]), "off": isOff,
      "mine": list(page.mine.activities, more: page.mine.next.map { _ in Self.allOfMine }, wording),
      "queue": list(queued, more: page.waiting.next.map { _ in Self.allWaiting }, wording),
      "chats": chatList(page.chats, wording),
    ]
    return try await pages.answer(
      Page("home", title: wording.text("home.title"), section: .home, fields), to: context, for: viewer)
  }

  private func mine(of viewer: Operator) -> ActivityFilter {
    var filter = ActivityFilter()
    filter.statuses = [.notStarted, .inProgress]
    filter.ownerID = viewer.id
    filter.sort = .oldest
    filter.limit = Self.rowsAtHome
    return filter
  }

  private var waitingChats: ChatFilter {
    var filter = ChatFilter(state: .waiting)
    filter.limit = Self.rowsAtHome
    return filter
  }

  private static let allOfMine = "/activities?status=Not%20started%2CIn%20progress&owner=me&sort=oldest"
  private static let allWaiting = "/activities?status=Not%20started&sort=oldest"

  private func list(_ activities: [Activity], more: String?, _ wording: Wording) -> Fields {
    [
      "activities": activities.map(wording.row), "some": !activities.isEmpty, "more": Fields.optional(more),
    ]
  }

  private func chatList(_ page: ChatPage, _ wording: Wording) -> Fields {
    [
      "chats": page.chats.map(wording.row), "some": !page.chats.isEmpty,
      "more": Fields.optional(page.next.map { _ in "/chats?state=waiting" }),
    ]
  }
}
