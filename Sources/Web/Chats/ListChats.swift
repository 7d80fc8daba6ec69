import Hummingbird
import Recovery

/// What the Chats section shows: the chats of a state, or those with which something happened today.
private enum ChatList: Hashable {
  case state(ChatState)
  case today(ChatEvent)

  static let all = ChatState.allCases.map { Self.state($0) } + ChatEvent.allCases.map { .today($0) }

  /// As it stands in the address.
  var parameter: (name: String, value: String) {
    switch self {
    case .state(let state): ("state", state.rawValue)
    case .today(let event): ("today", event.rawValue)
    }
  }

  func text(_ wording: Wording) -> String {
    switch self {
    case .state(let state): wording.text("chats.\(state.rawValue)")
    case .today(let event): wording.text("home.number.\(event.rawValue)")
    }
  }

  /// The place of new rows; those of a day only change.
  var order: String {
    switch self {
    case .state(let state): state == .waiting ? "oldest" : "newest"
    case .today: "none"
    }
  }
}

extension WebApplication {
  /// `GET /chats`: the chats of a state, or of today, that the operator may see.
  func listChats(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let query = try Query(request)
    let list = try chatList(query)
    if let queue = query["queue"], directory.queues[queue] == nil { throw WebError.invalid("queue") }
    let page = try await chats(list, query, viewer)
    if context.form == .json {
      return .json { json in
        json.member("chats", array: page.chats) { $0.chat($1) }
        json.member("next", page.next)
      }
    }
    let wording = pages.wording(for: viewer)
    let queues = directory.queues(of: viewer)
    let choices =
      [Choice("", wording.text("filter.any"), selected: query["queue"] == nil)]
      + queues.map { Choice($0.id, $0.name, selected: $0.id == query["queue"]) }
    let state = if case .state(let state) = list { state.rawValue } else { "" }
    let match: Fields = ["state": state, "queue": query["queue"] ?? "", "order": list.order]
    let fields: Fields = [
      "tabs": tabs(list, query["queue"], wording),
      "list": ["name": list.parameter.name, "value": list.parameter.value] as Fields,
      "queueFilter": choices.map(\.fields), "match": match, "chats": page.chats.map(wording.row),
      "some": !page.chats.isEmpty,
      "next": Fields.optional(page.next.map { address(list, query["queue"], after: $0) }),
    ]
    return try await pages.answer(
      Page("chats", title: wording.text("chats.title"), section: .chats, fields), to: context, for: viewer)
  }

  private func chatList(_ query: Query) throws(WebError) -> ChatList {
    if let today = query["today"] {
      guard let event = ChatEvent(rawValue: today) else { throw .invalid("today") }
      return .today(event)
    }
    guard let state = ChatState(rawValue: query["state"] ?? ChatState.waiting.rawValue) else { throw .invalid("state") }
    return .state(state)
  }

  private func chats(_ list: ChatList, _ query: Query, _ viewer: Operator) async throws -> ChatPage {
    switch list {
    case .today(let event):
      return try await recovery.chats(
        event, since: viewer.midnight(before: recovery.time.now()), queueID: query["queue"], after: query["after"],
        for: viewer)
    case .state(let state):
      var filter = ChatFilter(state: state)
      filter.queueID = query["queue"]
      filter.after = query["after"]
      return try await recovery.chats(filter, for: viewer)
    }
  }

  private func tabs(_ current: ChatList, _ queue: String?, _ wording: Wording) -> [Fields] {
    ChatList.all.map { list in
      [
        "text": list.text(wording), "href": address(list, queue), "current": list == current,
        "state": list.parameter.value,
      ]
    }
  }

  private func address(_ list: ChatList, _ queue: String?, after: String? = nil) -> String {
    var address = "/chats?\(list.parameter.name)=\(list.parameter.value)"
    if let queue { address += "&queue=\(FormFields.encode(queue))" }
    if let after { address += "&after=\(FormFields.encode(after))" }
    return address
  }
}
