import Recovery

/// The Activities section put into a template's values.
struct ActivityList {
  let query: ActivityQuery
  let page: ActivityPage
  /// Nil behind the first page.
  let count: ActivityCount?
  let savedViews: [SavedView]
  let viewer: Operator
  let directory: Directory
  let wording: Wording

  var fields: Fields {
    let choices = ActivityChoices(query: query, viewer: viewer, directory: directory, wording: wording)
    let chips = chips(choices)
    return [
      "views": views, "saved": saved, "quick": choices.quick, "addable": choices.addable, "filterCount": chips.count,
      "chips": chips, "chipsSome": !chips.isEmpty, "clear": "/activities", "match": match,
      "columns": ActivityColumns(query: query, wording: wording).fields, "query": query.text,
      "count": Fields.optional(shownCount.map(wording.count)), "bulk": choices.bulk,
      "export": "/activities.csv" + (query.text.isEmpty ? "" : "?\(query.text)"),
      "activities": page.activities.map(wording.row), "some": !page.activities.isEmpty,
      "stoppedEarly": page.stoppedEarly,
      "next": Fields.optional(page.next.map { query.address(setting: "after", to: $0) }),
    ]
  }

  /// A count that stopped before it found any says nothing.
  private var shownCount: ActivityCount? { count.flatMap { $0.number == 0 && !$0.isExact ? nil : $0 } }

  /// The views that everybody has from the beginning.
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

  private var saved: Fields {
    let views: [Fields] = savedViews.map { view in
      [
        "id": view.id, "name": view.name, "href": view.query.isEmpty ? "/activities" : "/activities?\(view.query)",
        "current": view.query == query.text, "shared": view.isShared, "maker": view.maker.name,
        "mayChange": view.mayBeChanged(by: viewer),
      ]
    }
    let current = savedViews.first { $0.query == query.text }
    return [
      "views": views, "some": !views.isEmpty, "current": Fields.optional(current?.name),
      "mayShare": viewer.seesEverything, "longest": SavedView.longestName,
    ]
  }

  /// One for each value, or for a period.
  private func chips(_ choices: ActivityChoices) -> [Fields] {
    ActivityQuery.narrowing.flatMap { name in
      (query.values[name] ?? []).compactMap { value in
        if name == "period", query.period.name == .custom { return nil }
        let label = wording.text(name == "q" ? "filter.text" : "column.\(name)")
        let shown = choices.shown(value, of: name)
        return [
          "label": label, "value": shown, "href": query.address(without: value, of: name),
          "remove": wording.text("filter.remove", ["name": "\(label) = \(shown)"]),
        ]
      }
    }
  }

  /// The filter for the scripts, which decide by it whether a live row belongs here.
  private var match: Fields {
    let filter = query.filter
    let owners = filter.owners.map { owner in
      switch owner {
      case .nobody: "none"
      case .person(let id): id
      }
    }
    return [
      "type": filter.types.joined(separator: ","), "status": filter.statuses.map(\.rawValue).joined(separator: ","),
      "queue": filter.queueIDs.joined(separator: ","), "owner": owners.joined(separator: ","),
      "messenger": filter.messengers.joined(separator: ","),
      "reason": filter.reasons.map(\.rawValue).joined(separator: ","), "from": filter.createdFrom?.iso8601 ?? "",
      "before": filter.createdBefore?.iso8601 ?? "", "overdue": filter.dueBefore != nil, "q": filter.text ?? "",
      "sort": filter.sort.rawValue,
    ]
  }
}

extension Wording {
  /// How many there are, as `1,204` or `10,000+`.
  func count(_ count: ActivityCount) -> Fields {
    let text = number(count.number) + (count.isExact ? "" : "+")
    let key = count.isExact ? "activities.count" : "activities.countMore"
    return ["text": text, "label": catalogue.text(key, count: count.number, ["count": text])]
  }

  /// The number with its thousands apart.
  private func number(_ number: Int) -> String {
    let digits = String(number)
    let separator = catalogue.language == .english ? "," : "\u{A0}"
    let head = digits.count % 3
    var groups = head > 0 ? [String(digits.prefix(head))] : []
    var rest = digits.dropFirst(head)
    while !rest.isEmpty {
      groups.append(String(rest.prefix(3)))
      rest = rest.dropFirst(3)
    }
    return groups.joined(separator: separator)
  }
}
