import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /notifications`: the Notification Center.
  func listNotifications(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let after = try Query(request)["after"]
    let page = try await recovery.notifications(for: viewer, after: after, limit: NotificationPanel.length)
    if context.form == .json {
      return .json { json in
        json.member("notifications", array: page.notifications) { $0.notification($1) }
        json.member("next", page.next)
        json.member("count", page.count)
        json.member("unread", page.unread)
      }
    }
    let wording = pages.wording(for: viewer)
    let fields: Fields = ["panel": wording.panel(page)]
    return try await pages.answer(
      Page("notifications", title: wording.text("bell.title"), fields), to: context, for: viewer)
  }

  /// `POST /notifications/:id/reading`: it was seen.
  func readNotification(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard try await recovery.read(notification: try context.id, by: viewer) else { throw WebError.notFound }
    return context.done(elseTo: request.returnAddress(or: "/notifications"))
  }

  /// `POST /notifications/:id/postponement`: puts it off for some minutes, for this operator.
  func postponeNotification(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let minutes = try await request.input(context).integer("minutes")
    guard let minutes, (1...10_080).contains(minutes) else { throw WebError.invalid("minutes") }
    guard try await recovery.postpone(notification: try context.id, by: Int(minutes), by: viewer) else {
      throw WebError.notFound
    }
    return context.done(elseTo: request.returnAddress(or: "/notifications"))
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
