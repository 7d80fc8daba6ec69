import Hummingbird
import Recovery

extension JSONWriter {
  /// An Activity, in the form that integrations rely on.
  mutating func activity(_ activity: Activity, history: [HistoryEntry]? = nil) {
    object { json in
      json.member("id", activity.id)
      json.member("subject", activity.subject)
      json.member("type", activity.type)
      json.member("status", activity.status.name)
      json.member("messenger", activity.messenger)
      json.member("createdAt", activity.createdAt)
      json.member("dueAt", activity.dueAt)
      json.member("contact", activity.contact)
      json.member("chat", object: { $0.member("id", activity.chatID) })
      json.member("queue", activity.queue)
      json.member("owner", activity.owner)
      json.missed(activity.missed)
      json.acceptance(activity.acceptance)
      json.member("result", activity.result.flatMap { $0.isEmpty ? nil : $0 })
      json.member("notes", activity.notes)
      json.member("resultDetails", activity.resultDetails)
      json.member("priority", activity.priority.name)
      json.member("remindAt", activity.remindAt)
      if let history { json.member("history", array: history) { $0.entry($1) } }
    }
  }

  private mutating func missed(_ missed: Activity.Missed) {
    member(
      "missed",
      object: { json in
        json.member("count", missed.count)
        json.member("reason", missed.reason.rawValue)
        json.member("at", missed.at)
        json.member("lastText", missed.lastText)
      })
  }

  private mutating func acceptance(_ acceptance: Activity.Acceptance?) {
    key("acceptance")
    guard let acceptance else { return null() }
    object { json in
      json.member("by", acceptance.by)
      json.member("at", acceptance.at)
      json.member("number", acceptance.number)
    }
  }

  private mutating func entry(_ entry: HistoryEntry) {
    object { json in
      json.member("at", entry.at)
      json.member("what", entry.what.rawValue)
      json.member("by", entry.by)
      json.member("detail", entry.detail)
    }
  }
}

extension Response {
  static func json(_ activity: Activity) -> Response {
    var writer = JSONWriter()
    writer.activity(activity)
    return json(writer)
  }
}
