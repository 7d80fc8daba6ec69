import Recovery

/// The Notification Center as it is shown to one operator.
struct NotificationPanel {
  /// How many reminders it shows before one asks for more.
  static let length = 50
  /// The same of system messages.
  static let messages = 20

  enum Tab: String {
    case reminders = "reminders-panel"
    case messages = "messages-panel"
  }

  let reminders: NotificationPage
  let messages: SystemMessagePage
  let fields: Fields

  /// What the bell counts: all that waits under both tabs.
  var count: Int { reminders.count + messages.unread }

  /// A count as it is shown: beyond 99 it no longer matters how many.
  static func text(_ count: Int) -> String { count > 99 ? "99+" : String(count) }
}

extension Pages {
  /// - Parameters:
  ///   - reminders: after which reminder the list begins.
  ///   - messages: after which system message.
  ///   - tab: what is shown first.
  func notificationPanel(
    for viewer: Operator, reminders: String? = nil, messages: String? = nil, tab: NotificationPanel.Tab = .reminders
  ) async throws -> NotificationPanel {
    let notifications = try await recovery.notifications(
      for: viewer, after: reminders, limit: NotificationPanel.length)
    let told = try await recovery.systemMessages(for: viewer, after: messages, limit: NotificationPanel.messages)
    let alerts = try await recovery.alertPreferences(of: viewer)
    let fields = wording(for: viewer).panel(notifications, told, alerts).merging(["tab": tab.rawValue])
    return NotificationPanel(reminders: notifications, messages: told, fields: fields)
  }
}

extension Wording {
  fileprivate func panel(_ page: NotificationPage, _ told: SystemMessagePage, _ alerts: AlertPreferences) -> Fields {
    [
      "notifications": page.notifications.map { notification($0.activity, unread: $0.readAt == nil) },
      "some": !page.notifications.isEmpty,
      "more": Fields.optional(page.next.map { "/notifications?after=\(FormFields.encode($0))" }),
      "count": page.count, "countText": NotificationPanel.text(page.count),
      "messages": told.messages.map(row), "messagesSome": !told.messages.isEmpty,
      "moreMessages": Fields.optional(told.next.map { "/system-messages?after=\(FormFields.encode($0))" }),
      "unread": told.unread, "unreadText": NotificationPanel.text(told.unread), "unreadSome": told.unread > 0,
      "newest": told.messages.first.map { Int($0.id) } ?? 0,
      "alerts": [
        alerts.desktop ? "desktop" : nil, alerts.sound ? "sound" : nil, alerts.repeated ? "repeated" : nil,
      ].compactMap(\.self).joined(separator: " "),
    ]
  }

  /// The values of one notification.
  func notification(_ activity: Activity, unread: Bool) -> Fields {
    let subject = subject(activity.subject)
    let title = subject.count > 90 ? subject.prefix(90) + "…" : subject
    return row(activity).merging(["title": title, "unread": unread])
  }

  /// The values of the bell.
  func bell(count: Int) -> Fields {
    [
      "count": count, "some": count > 0, "text": NotificationPanel.text(count),
      "label": count == 0 ? text("bell.none") : catalogue.text("bell.label", count: count),
    ]
  }
}
