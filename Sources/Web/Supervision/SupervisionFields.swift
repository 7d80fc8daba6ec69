import Recovery

extension Wording {
  func fields(of view: SupervisionView) -> Fields {
    let queues = view.supervision.queues
    let operators = view.supervision.operators
    let people = view.directory.operators.values.byName()
    return [
      "queues": queues.map { row($0, chosen: view.queueID) }, "queuesSome": !queues.isEmpty,
      "all": view.queueID != nil, "operators": operators.map(row), "operatorsSome": !operators.isEmpty,
      "online": text(
        "supervision.online",
        ["count": "\(operators.count { $0.isOnline })", "all": "\(operators.count)"]),
      "people": people.map { Choice($0.id, $0.name, selected: false).fields },
      "notStarted": list(view.notStarted, .notStarted, view.queueID),
      "inProgress": list(view.inProgress, .inProgress, view.queueID),
    ]
  }

  private func row(_ overview: QueueOverview, chosen: String?) -> Fields {
    let times = overview.queue?.times ?? .none
    return [
      "id": overview.queue?.id ?? "", "name": overview.queue?.name ?? text("supervision.noQueue"),
      "href": Fields.optional(overview.queue.map { "/supervision?queue=\(FormFields.encode($0.id))" }),
      "chosen": chosen != nil && chosen == overview.queue?.id, "waitingChats": tally(overview.waitingChats),
      "notStarted": tally(overview.notStarted), "inProgress": number(overview.inProgress.count),
      "overdue": number(overview.overdue), "late": overview.overdue > 0,
      "present": text("supervision.present", ["count": "\(overview.online)", "all": "\(overview.members)"]),
      "deserted": overview.online == 0 && overview.notStarted.count + overview.waitingChats.count > 0,
      "escalateAfter": Fields.optional(times.escalateAfter.map(span)),
      "replyWithin": Fields.optional(times.replyWithin.map(span)),
    ]
  }

  private func tally(_ tally: QueueOverview.Tally) -> Fields {
    ["count": number(tally.count), "since": time.fields(tally.count > 0 ? tally.since : nil)]
  }

  /// A number that was counted up to a limit.
  private func number(_ count: Int) -> String { count < QueueOverview.most ? "\(count)" : "\(QueueOverview.most)+" }

  private func row(_ load: OperatorLoad) -> Fields {
    [
      "name": load.operator.name, "isOnline": load.isOnline, "seen": time.fields(load.seenAt),
      "queues": load.queues.map(\.name).joined(separator: ", "), "inProgress": number(load.inProgress),
      "some": load.inProgress > 0,
      "href": "/activities?status=In%20progress&owner=\(FormFields.encode(load.operator.id))",
    ]
  }

  private func list(_ page: ActivityPage, _ status: ActivityStatus, _ queueID: String?) -> Fields {
    var all = "/activities?status=\(FormFields.encode(status.name))"
    if let queueID { all += "&queue=\(FormFields.encode(queueID))" }
    let more: Fields? = page.next == nil ? nil : ["href": all + "&sort=oldest"]
    return [
      "activities": page.activities.map(supervised), "some": !page.activities.isEmpty, "more": Fields.optional(more),
    ]
  }

  private func supervised(_ activity: Activity) -> Fields {
    row(activity).merging([
      "give": text("supervision.giveThis", ["name": called(activity)]),
      "accepted": time.fields(activity.acceptance?.at), "holder": activity.owner?.id ?? "",
    ])
  }

  /// By whom a task is told from the others.
  private func called(_ activity: Activity) -> String {
    activity.contact.map { name(ofContact: $0.name) } ?? subject(activity.subject)
  }

  /// A time as it was set: `90 s`, `10 min` or `2 h`.
  private func span(_ time: Duration) -> String {
    let seconds = time.components.seconds
    if seconds == 0 || seconds % 60 != 0 { return text("span.seconds", ["count": "\(max(1, seconds))"]) }
    if seconds % 3600 != 0 { return text("span.minutes", ["count": "\(seconds / 60)"]) }
    return text("span.hours", ["count": "\(seconds / 3600)"])
  }
}

extension JSONWriter {
  mutating func members(of view: SupervisionView) {
    member("queues", array: view.supervision.queues) { $0.overview($1) }
    member("operators", array: view.supervision.operators) { $0.load($1) }
    member("notStarted", array: view.notStarted.activities) { $0.activity($1) }
    member("inProgress", array: view.inProgress.activities) { $0.activity($1) }
  }

  private mutating func overview(_ overview: QueueOverview) {
    object {
      $0.member("queue", overview.queue.map { Reference(id: $0.id, name: $0.name) })
      $0.member("waitingChats", overview.waitingChats.count)
      $0.member("waitingSince", overview.waitingChats.since)
      $0.member("notStarted", overview.notStarted.count)
      $0.member("oldestAt", overview.notStarted.since)
      $0.member("inProgress", overview.inProgress.count)
      $0.member("overdue", overview.overdue)
      $0.member("members", overview.members)
      $0.member("online", overview.online)
      $0.key("escalateAfterSeconds")
      $0.seconds(overview.queue?.times.escalateAfter)
      $0.key("replyWithinSeconds")
      $0.seconds(overview.queue?.times.replyWithin)
    }
  }

  private mutating func seconds(_ span: Duration?) {
    if let span { integer(span.components.seconds) } else { null() }
  }

  private mutating func load(_ load: OperatorLoad) {
    object {
      $0.members(of: load.operator)
      $0.member("queues", array: load.queues) { $0.reference($1) }
      $0.member("online", load.isOnline)
      $0.member("seenAt", load.seenAt)
      $0.member("inProgress", load.inProgress)
    }
  }
}
