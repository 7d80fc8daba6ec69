import Hummingbird
import Recovery

extension WebApplication {
  /// The Notification Center and how one is alerted of it.
  func addNotifications(to routes: inout Routes) {
    routes.add(.get, "/notifications", listNotifications)
    routes.add(.post, "/notifications/postponement", postponeNotifications)
    routes.add(.post, "/notifications/:id/reading", readNotification)
    routes.add(.post, "/notifications/:id/postponement", postponeNotification)
    routes.add(.get, "/system-messages", listSystemMessages)
    routes.add(.post, "/system-messages/reading", readSystemMessages)
    routes.add(.post, "/system-messages/:id/reading", readSystemMessage)
    routes.add(.get, "/my-settings", showMySettings)
    routes.add(.patch, "/my-settings", changeMySettings)
    routes.add(.put, "/my-settings/password", changePassword)
  }

  /// `GET /notifications`: the Notification Center.
  func listNotifications(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let after = try Query(request)["after"]
    guard context.form == .json else {
      return try await answerWithPanel(context, viewer, reminders: after, tab: .reminders)
    }
    let page = try await recovery.notifications(for: viewer, after: after, limit: NotificationPanel.length)
    return .json { json in
      json.member("notifications", array: page.notifications) { $0.notification($1) }
      json.member("next", page.next)
      json.member("count", page.count)
      json.member("unread", page.unread)
    }
  }

  /// The Notification Center as a page of its own.
  func answerWithPanel(
    _ context: WebContext, _ viewer: Operator, reminders: String? = nil, messages: String? = nil,
    tab: NotificationPanel.Tab
  ) async throws -> Response {
    let panel = try await pages.notificationPanel(for: viewer, reminders: reminders, messages: messages, tab: tab)
    let title = pages.wording(for: viewer).text("bell.title")
    return try await pages.answer(
      Page("notifications", title: title, ["panel": panel.fields]), to: context, for: viewer)
  }

  /// `POST /notifications/:id/reading`: it was seen.
  func readNotification(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard try await recovery.read(notification: try context.id, by: viewer) else { throw WebError.notFound }
    return context.form == .page ? .redirect(to: request.returnAddress(or: "/notifications")) : .noContent
  }

  /// `POST /notifications/:id/postponement`: puts it off for some minutes, for this operator.
  func postponeNotification(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let minutes = try await minutes(request, context)
    guard try await recovery.postpone(notification: try context.id, by: minutes, by: viewer) else {
      throw WebError.notFound
    }
    return context.done(elseTo: request.returnAddress(or: "/notifications"))
  }

  /// `POST /notifications/postponement`: puts all off for some minutes, for this operator.
  func postponeNotifications(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let count = try await recovery.postponeNotifications(by: try await minutes(request, context), by: viewer)
    guard context.form == .json else { return .redirect(to: request.returnAddress(or: "/notifications")) }
    return .json { $0.member("postponed", count) }
  }

  private func minutes(_ request: Request, _ context: WebContext) async throws -> Int {
    let minutes = try await request.input(context).integer("minutes").map { Int(clamping: $0) }
    guard let minutes, Recovery.postponements.contains(minutes) else { throw WebError.invalid("minutes") }
    return minutes
  }
}

extension JSONWriter {
  fileprivate mutating func notification(_ notification: Notification) {
    object { json in
      json.key("activity")
      json.activity(notification.activity)
      json.member("readAt", notification.readAt)
      json.member("postponedUntil", notification.postponedUntil)
    }
  }
}
