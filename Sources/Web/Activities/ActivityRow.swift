import Recovery

extension Wording {
  /// The values of an Activity in a list. They depend on nobody in particular: live rows are shared.
  func row(_ activity: Activity) -> Fields {
    let designated = activity.designatedID.flatMap { id in activity.owner?.id == id ? activity.owner : nil }
    let fields: Fields = [
      "id": activity.id, "version": Int(activity.version), "subject": subject(activity.subject), "type": activity.type,
      "typeText": type(activity.type), "status": activity.status.rawValue, "statusText": status(activity.status),
      "open": activity.status.isOpen, "priority": activity.priority.rawValue,
      "priorityText": text("priority.\(activity.priority.rawValue)"), "isHigh": activity.priority == .high,
      "notStarted": activity.status == .notStarted, "chat": activity.chatID,
      "contact": reference(ofContact: activity.contact), "queue": reference(activity.queue),
      "owner": reference(activity.owner),
      "designated": designated.map { reference($0) as any Sendable }
        ?? Fields.optional(activity.designatedID.map { ["id": $0, "name": ""] }),
      "missed": missed(activity.missed), "created": time.fields(activity.createdAt),
      "due": time.fields(activity.dueAt), "resultText": resultText(activity), "closed": time.fields(activity.closedAt),
    ]
    return fields.merging(messenger(activity.messenger))
  }

  func status(_ status: ActivityStatus) -> String { text("status.\(status.rawValue)") }

  func type(_ type: String) -> String {
    type == Activity.missedChatType ? text("type.missedChat") : type
  }

  private func resultText(_ activity: Activity) -> any Sendable {
    Fields.optional(activity.result.flatMap { $0.isEmpty ? nil : result($0) })
  }

  private func missed(_ missed: Activity.Missed) -> Fields {
    [
      "many": missed.count > 1, "countText": catalogue.text("missed.count", count: missed.count),
      "reason": missed.reason.rawValue, "reasonText": text("missed.\(missed.reason.rawValue)"),
      "at": time.fields(missed.at), "since": time.fields(missed.waitingSince),
      "lastText": Fields.optional(missed.lastText.isEmpty ? nil : missed.lastText),
    ]
  }
}
