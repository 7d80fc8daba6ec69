import Recovery

/// The Activities section put into a template's values.
struct ActivityList {
  let query: ActivityQuery
  let page: ActivityPage
  let viewer: Operator
  let directory: Directory
  let wording: Wording

  var fields: Fields {
    let chips = chips
    return [
      "views": views, "filters": filters(count: chips.count), "chips": chips, "chipsSome": !chips.isEmpty,
      "clear": "/activities", "match": match, "activities": page.activities.map(wording.row),
      "some": !page.activities.isEmpty,
      "next": Fields.optional(page.next.map { query.address(setting: "after", to: $0) }),
    ]
  }

  /// The saved views that everybody has.
  private var views: [Fields] {
    let type = "type=\(FormFields.encode(Activity.missedChatType))"
    let views = [
      ("activities.view.notStarted", "/activities?\(type)&status=\(FormFields.encode(ActivityStatus.notStarted.name))"),
      (
        "activities.view.mine",
        "/activities?\(type)&status=\(FormFields.encode(ActivityStatus.inProgress.name))&owner=me"
      ),
      ("activities.view.all", "/activities"),
    ]
    let current = query.address()
    return views.map { key, address in ["text": wording.text(key), "href": address, "current": address == current] }
  }

  private func filters(count: Int) -> Fields {
    [
      "type": type, "status": status, "queue": queue, "owner": owner, "messenger": messenger, "sort": sort,
      "q": query.values["q"] ?? "", "open": false, "count": count, "some": count > 0,
    ]
  }

  private var any: (String?) -> Choice {
    { Choice("", wording.text("filter.any"), selected: $0 == nil) }
  }

  private var type: [Fields] {
    let value = query.values["type"]
    let missed = Activity.missedChatType
    return [any(value), Choice(missed, wording.type(missed), selected: value == missed)].map(\.fields)
  }

  private var status: [Fields] {
    let value = query.values["status"]
    let choices = ActivityStatus.allCases.map { Choice($0.name, wording.status($0), selected: value == $0.name) }
    return ([any(value)] + choices).map(\.fields)
  }

  private var queue: [Fields] {
    let value = query.values["queue"]
    let choices = directory.queues(of: viewer).map { Choice($0.id, $0.name, selected: value == $0.id) }
    return ([any(value)] + choices).map(\.fields)
  }

  private var owner: [Fields] {
    let value = query.values["owner"]
    let me = Choice("me", wording.text("filter.me"), selected: value == "me")
    let others = directory.operators.values.filter { $0.id != viewer.id || value == $0.id }.sorted { $0.name < $1.name }
    return ([any(value), me] + others.map { Choice($0.id, $0.name, selected: value == $0.id) }).map(\.fields)
  }

  private var messenger: [Fields] {
    let value = query.values["messenger"]
    let choices = ChannelKind.allCases.map {
      Choice($0.messenger, wording.text("messenger.\($0.rawValue)"), selected: value == $0.messenger)
    }
    return ([any(value)] + choices).map(\.fields)
  }

  private var sort: [Fields] {
    ActivityFilter.Sort.allCases.map {
      Choice($0.rawValue, wording.text("filter.\($0.rawValue)"), selected: query.filter.sort == $0).fields
    }
  }

  private var chips: [Fields] {
    ActivityQuery.narrowing.compactMap { name in
      guard let value = query.values[name] else { return nil }
      let label = wording.text(name == "q" ? "filter.text" : "column.\(name)")
      return [
        "label": label, "value": shown(value, of: name), "href": query.address(setting: name, to: nil),
        "remove": wording.text("filter.remove", ["name": label]),
      ]
    }
  }

  /// A filter's value as it is read.
  private func shown(_ value: String, of name: String) -> String {
    switch name {
    case "type": wording.type(value)
    case "status": query.filter.statuses.map(wording.status).joined(separator: ", ")
    case "queue": directory.queues[value]?.name ?? value
    case "owner": value == "me" ? wording.text("filter.me") : directory.operators[value]?.name ?? value
    case "messenger": ChannelKind(messenger: value).map { wording.text("messenger.\($0.rawValue)") } ?? value
    default: value
    }
  }

  /// The filter for the scripts, which decide by it whether a live row belongs here.
  private var match: Fields {
    [
      "type": query.values["type"] ?? "", "status": query.filter.statuses.map(\.rawValue).joined(separator: ","),
      "queue": query.filter.queueID ?? "", "owner": query.filter.ownerID ?? "",
      "messenger": query.values["messenger"] ?? "", "q": query.values["q"] ?? "",
      "sort": query.filter.sort.rawValue, "first": query.filter.after == nil,
    ]
  }
}
