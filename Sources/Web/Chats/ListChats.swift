import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /chats`: the chats of a state that the operator may see.
  func listChats(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let filter = try chatFilter(Query(request), directory)
    let page = try await recovery.chats(filter, for: viewer)
    if context.form == .json {
      return .json { json in
        json.member("chats", array: page.chats) { $0.chat($1) }
        json.member("next", page.next)
      }
    }
    let wording = pages.wording(for: viewer)
    let queues = directory.queues(of: viewer)
    let choices =
      [Choice("", wording.text("filter.any"), selected: filter.queueID == nil)]
      + queues.map { Choice($0.id, $0.name, selected: $0.id == filter.queueID) }
    let match: Fields = [
      "state": filter.state.rawValue, "queue": filter.queueID ?? "",
      "order": filter.state == .waiting ? "oldest" : "newest",
    ]
    let fields: Fields = [
      "tabs": tabs(filter, wording), "state": filter.state.rawValue, "queueFilter": choices.map(\.fields),
      "match": match, "chats": page.chats.map(wording.row), "some": !page.chats.isEmpty,
      "next": Fields.optional(page.next.map { address(filter.state, filter.queueID, after: $0) }),
    ]
    return try await pages.answer(
      Page("chats", title: wording.text("chats.title"), section: .chats, fields), to: context, for: viewer)
  }

  private func chatFilter(_ query: Query, _ directory: Directory) throws(WebError) -> ChatFilter {
    guard let state = ChatState(rawValue: query["state"] ?? ChatState.waiting.rawValue) else {
      throw .invalid("state")
    }
    var filter = ChatFilter(state: state)
    if let queue = query["queue"] {
      guard directory.queues[queue] != nil else { throw .invalid("queue") }
      filter.queueID = queue
    }
    filter.after = query["after"]
    return filter
  }

  private func tabs(_ filter: ChatFilter, _ wording: Wording) -> [Fields] {
    ChatState.allCases.map { state in
      [
        "text": wording.text("chats.\(state.rawValue)"), "href": address(state, filter.queueID),
        "current": state == filter.state, "state": state.rawValue,
      ]
    }
  }

  private func address(_ state: ChatState, _ queue: String?, after: String? = nil) -> String {
    var address = "/chats?state=\(state.rawValue)"
    if let queue { address += "&queue=\(FormFields.encode(queue))" }
    if let after { address += "&after=\(FormFields.encode(after))" }
    return address
  }
}
