import Hummingbird
import Recovery

extension WebApplication {
  /// How many rows each part of the home page shows.
  private static let rowsAtHome = 10

  /// `GET /`: what waits for this operator now. As JSON, only its numbers: by them a page keeps in step.
  func showHome(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let midnight = viewer.midnight(before: recovery.time.now())
    let numbers = HomeNumbers(try await recovery.workCounts(for: viewer, since: midnight))
    guard context.form != .json else { return numbersAsJSON(numbers) }
    let fields = try await lists(of: viewer, numbers)
    let title = pages.wording(for: viewer).text("home.title")
    return try await pages.answer(Page("home", title: title, section: .home, fields), to: context, for: viewer)
  }

  private func numbersAsJSON(_ numbers: HomeNumbers) -> Response {
    .json { json in
      json.member("numbers", array: numbers.tiles) { json, tile in
        json.object {
          $0.member("name", tile.name)
          $0.member("number", HomeNumbers.text(tile.count))
        }
      }
    }
  }

  private func lists(of viewer: Operator, _ numbers: HomeNumbers) async throws -> Fields {
    let wording = pages.wording(for: viewer)
    async let mine = recovery.activities(first(.mine(of: viewer)), for: viewer)
    async let queued = recovery.activities(first(.queued), for: viewer)
    async let chats = recovery.chats(waitingChats, for: viewer)
    async let setting = recovery.setting(Setting.sendsActivities)
    let isOff = viewer.role == .administrator ? try await setting?.value == .boolean(false) : false
    let addresses = Dictionary(
      numbers.tiles.map { ($0.name, $0.address) }, uniquingKeysWith: { first, _ in first })
    return [
      "greeting": wording.text("home.greeting", ["name": viewer.name]), "off": isOff,
      "numbers": numbers.fields(wording), "mine": list(try await mine, addresses["mine"], wording),
      "queue": list(try await queued, addresses["queued"], wording), "chats": chatList(try await chats, wording),
    ]
  }

  private func first(_ filter: ActivityFilter) -> ActivityFilter {
    var filter = filter
    filter.limit = Self.rowsAtHome
    return filter
  }

  private var waitingChats: ChatFilter {
    var filter = ChatFilter(state: .waiting)
    filter.limit = Self.rowsAtHome
    return filter
  }

  private func list(_ page: ActivityPage, _ address: String?, _ wording: Wording) -> Fields {
    [
      "activities": page.activities.map(wording.row), "some": !page.activities.isEmpty,
      "more": Fields.optional(page.next == nil ? nil : address),
    ]
  }

  private func chatList(_ page: ChatPage, _ wording: Wording) -> Fields {
    [
      "chats": page.chats.map(wording.row), "some": !page.chats.isEmpty,
      "more": Fields.optional(page.next.map { _ in "/chats?state=waiting" }),
    ]
  }
}
