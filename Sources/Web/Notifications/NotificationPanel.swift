import Recovery

/// The Notification Center's sizes.
enum NotificationPanel {
  /// How many notifications it shows before one asks for more.
  static let length = 50

  /// A count as it is shown: beyond 99 it no longer matters how many.
  static func text(_ count: Int) -> String { count > 99 ? "99+" : String(count) }
}

extension Wording {
  /// The values of the Notification Center.
  func panel(_ page: NotificationPage) -> Fields {
    [
      "notifications": page.notifications.map { notification($0.activity, unread: $0.readAt == nil) },
      "some": !page.notifications.isEmpty,
      "more": Fields.optional(page.next.map { "/notifications?after=\(FormFields.encode($0))" }),
      "count": page.count, "countText": NotificationPanel.text(page.count),
      "messages": [Fields](), "messagesSome": false, "messageCount": 0,
    ]
  }

  /// The values of one notification.
  func notification(_ activity: Activity, unread: Bool) -> Fields {
    let subject = activity.subject
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
