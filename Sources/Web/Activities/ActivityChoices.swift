import Recovery

/// What can be chosen in the forms of the Activities section.
struct ActivityChoices {
  let query: ActivityQuery
  let viewer: Operator
  let directory: Directory
  let wording: Wording

  /// The most people that a list of choices offers.
  private static let people = 200

  /// The form above the list: text, period, owner and order; what else is chosen is carried along.
  var quick: Fields {
    let shown = ["q", "period", "from", "to", "owner", "sort"]
    let period = query.period.name
    let periods =
      [Choice("", wording.text("period.any"), selected: period == nil)]
      + ActivityPeriod.Name.allCases.map {
        Choice($0.rawValue, wording.text("period.\($0.rawValue)"), selected: $0 == period)
      }
    return [
      "q": first("q") ?? "", "from": first("from") ?? "", "to": first("to") ?? "", "isCustom": period == .custom,
      "periods": periods.map(\.fields), "owners": owners, "sorts": sorts,
      "hidden": hidden { !shown.contains($0) }, "all": hidden { _ in true }, "others": hidden { $0 != "columns" },
    ]
  }

  /// The columns of *Add filter*, each with the values that are not chosen yet.
  var addable: [Fields] {
    ActivityQuery.addable.compactMap { name in
      let chosen = query.values[name] ?? []
      let options: [Fields] = values(of: name).filter { !chosen.contains($0) }.map { value in
        ["value": "\(name):\(value)", "text": "\(wording.text("column.\(name)")) = \(shown(value, of: name))"]
      }
      return options.isEmpty ? nil : ["column": wording.text("column.\(name)"), "options": options]
    }
  }

  /// What can be done to the chosen rows.
  var bulk: Fields {
    let people = people.map { Choice($0.id, $0.name, selected: false).fields }
    return [
      "mayAssign": viewer.seesEverything, "operators": people, "results": wording.resultChoices(nil),
      "limit": Recovery.longestBulk,
    ]
  }

  /// A filter's value as it is read.
  func shown(_ value: String, of name: String) -> String {
    switch name {
    case "type": wording.type(value)
    case "status": ActivityStatus(named: value).map(wording.status) ?? value
    case "queue": directory.queues[value]?.name ?? value
    case "owner": owner(value)
    case "messenger": ChannelKind(messenger: value).map { wording.text("messenger.\($0.rawValue)") } ?? value
    case "reason": wording.text("missed.\(value)")
    case "left": wording.text("filter.\(value)")
    case "period": wording.text("period.\(value)")
    default: value
    }
  }

  private func owner(_ value: String) -> String {
    switch value {
    case "me": wording.text("filter.me")
    case "none": wording.text("filter.nobody")
    default: directory.operators[value]?.name ?? value
    }
  }

  private func values(of name: String) -> [String] {
    switch name {
    case "type": [Activity.missedChatType]
    case "status": ActivityStatus.allCases.map(\.name)
    case "queue": directory.queues(of: viewer).map(\.id)
    case "owner": ["me", "none"] + people.filter { $0.id != viewer.id }.map(\.id)
    case "messenger": ChannelKind.allCases.map(\.messenger)
    case "reason": MissedReason.given.map(\.rawValue)
    case "left": [ActivityQuery.overdue]
    default: []
    }
  }

  private var people: [Operator] {
    Array(directory.operators.values.byName().prefix(Self.people))
  }

  private var owners: [Fields] {
    let chosen = query.values["owner"] ?? []
    let current = chosen.joined(separator: ",")
    let several = chosen.count > 1 ? [Choice(current, chosen.map(owner).joined(separator: ", "), selected: true)] : []
    let any = Choice("", wording.text("filter.anyone"), selected: chosen.isEmpty)
    var single = values(of: "owner")
    if chosen.count == 1, !single.contains(current) { single.append(current) }
    return ([any] + several + single.map { Choice($0, owner($0), selected: current == $0) }).map(\.fields)
  }

  private var sorts: [Fields] {
    ActivityFilter.Sort.allCases.map {
      Choice($0.rawValue, wording.text("filter.\($0.rawValue)"), selected: query.filter.sort == $0).fields
    }
  }

  private func first(_ name: String) -> String? { query.values[name]?.first }

  private func hidden(_ isCarried: (String) -> Bool) -> [Fields] {
    query.values.filter { isCarried($0.key) }.sorted { $0.key < $1.key }.map { name, values in
      ["name": name, "value": values.joined(separator: ",")]
    }
  }
}
