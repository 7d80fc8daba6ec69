import Storage

/// One stretch of an index in which Activities of a list lie, already in the list's order, with the conditions that the
/// index does not answer.
struct ActivityRange {
  enum Scope: Hashable {
    case all
    case queue(String)
    case owner(String)
  }

  /// Open ones are told apart by `closed_at` where the index does, because an acceptance then leaves the index alone.
  enum Part: Hashable {
    case open([ActivityStatus])
    case status(ActivityStatus)
  }

  enum Order: Hashable {
    case created(descending: Bool)
    case due(descending: Bool)

    var column: String {
      switch self {
      case .created: "created_at"
      case .due: "due_at"
      }
    }

    var descends: Bool {
      switch self {
      case .created(let descending), .due(let descending): descending
      }
    }

    func puts(_ left: PageCursor, before right: PageCursor) -> Bool {
      descends ? (left.at, left.id) > (right.at, right.id) : (left.at, left.id) < (right.at, right.id)
    }
  }

  let scope: Scope
  let part: Part
  let order: Order
  /// The queues among which those of an owner are looked for, or outside of which.
  var within: [String]?
  var outside: [String]?
}

extension ActivityRange {
  /// What bounds the stretch itself. It is bounded once at each end: of two conditions the engine might take the wider one
  /// to look by. A page's cursor lies within the period, and so does where looking ends.
  ///
  /// - Parameter end: the last place to look at.
  func bounds(
    _ filter: ActivityFilter, after cursor: PageCursor?, through end: PageCursor? = nil,
    _ arguments: inout SQLArguments
  ) -> [String] {
    var start = cursor.map { (order.descends ? "<" : ">", $0) }
    var stop = end.map { (order.descends ? ">=" : "<=", $0) }
    let limits = limits(filter)
    let from = limits.from.map { (">=", PageCursor(at: $0.milliseconds, id: "")) }
    let before = limits.before.map { ("<", PageCursor(at: $0.milliseconds, id: "")) }
    start = start ?? (order.descends ? before : from)
    stop = stop ?? (order.descends ? from : before)
    return scopeConditions(&arguments) + [start, stop].compactMap { $0 }.map { place($0, $1, &arguments) }
  }

  /// Between which moments the stretch lies, by what it is ordered by.
  private func limits(_ filter: ActivityFilter) -> (from: Timestamp?, before: Timestamp?) {
    switch order {
    case .created: (filter.createdFrom, filter.createdBefore)
    case .due: (nil, filter.dueBefore)
    }
  }

  /// That a row's place compares so to another.
  private func place(_ comparison: String, _ cursor: PageCursor, _ arguments: inout SQLArguments) -> String {
    "(\(order.column), id) \(comparison) (\(arguments.add(.integer(cursor.at))), \(arguments.add(.text(cursor.id))))"
  }

  /// What each row of the stretch must be looked at for; empty where all of them fit.
  func tests(_ filter: ActivityFilter, _ arguments: inout SQLArguments) -> [String] {
    var conditions = statusTests(&arguments) + queueTests(filter, &arguments)
    switch order {
    case .created: conditions += Self.overdue(filter, &arguments)
    case .due: conditions += Self.period(filter, &arguments)
    }
    if !filter.types.isEmpty, !filter.types.contains(Activity.missedChatType) {
      conditions.append("type IN (\(arguments.list(filter.types)))")
    }
    if !filter.messengers.isEmpty { conditions.append("messenger IN (\(arguments.list(filter.messengers)))") }
    if !filter.reasons.isEmpty {
      conditions.append("missed_reason IN (\(arguments.list(filter.reasons.map(\.rawValue))))")
    }
    conditions += ownerTests(filter, &arguments)
    let texts = [filter.text, filter.storedText].compactMap { $0 }.filter { !$0.isEmpty }
    let isFound = texts.map { "search_text LIKE \(arguments.add(.text(SearchText.pattern($0)))) ESCAPE '!'" }
    if !isFound.isEmpty { conditions.append("(\(isFound.joined(separator: " OR ")))") }
    return conditions
  }

  private func scopeConditions(_ arguments: inout SQLArguments) -> [String] {
    switch (scope, part) {
    case (.all, .open): ["closed_at IS NULL"]
    case (.all, .status(let status)): ["status = \(arguments.add(.text(status.rawValue)))"]
    case (.queue(let id), .open): ["queue_id = \(arguments.add(.text(id)))", "closed_at IS NULL"]
    case (.queue(let id), .status(let status)):
      [
        "queue_id = \(arguments.add(.text(id)))", "closed_at IS NOT NULL",
        "status = \(arguments.add(.text(status.rawValue)))",
      ]
    case (.owner(let id), .open(let statuses)):
      ["owner_id = \(arguments.add(.text(id)))", "status IN (\(arguments.list(statuses.map(\.rawValue))))"]
    case (.owner(let id), .status(let status)):
      ["owner_id = \(arguments.add(.text(id)))", "status = \(arguments.add(.text(status.rawValue)))"]
    }
  }

  /// Compares the status in a way for which no index of it is taken: the one of open Activities is in order.
  private func statusTests(_ arguments: inout SQLArguments) -> [String] {
    guard case .open(let statuses) = part, statuses.count == 1, let status = statuses.first else { return [] }
    if case .owner = scope { return [] }
    return ["status || '' = \(arguments.add(.text(status.rawValue)))"]
  }

  private func queueTests(_ filter: ActivityFilter, _ arguments: inout SQLArguments) -> [String] {
    if case .queue = scope { return [] }
    var conditions: [String] = []
    if !filter.queueIDs.isEmpty { conditions.append("queue_id IN (\(arguments.list(filter.queueIDs)))") }
    if let within { conditions.append(within.isEmpty ? "1 = 0" : "queue_id IN (\(arguments.list(within)))") }
    if let outside, !outside.isEmpty {
      conditions.append("(queue_id IS NULL OR queue_id NOT IN (\(arguments.list(outside))))")
    }
    return conditions
  }

  private func ownerTests(_ filter: ActivityFilter, _ arguments: inout SQLArguments) -> [String] {
    guard !filter.owners.isEmpty else { return [] }
    if case .owner(let id) = scope, filter.owners.contains(.person(id)) { return [] }
    let persons = filter.persons
    let isNobody = filter.owners.contains(.nobody) ? ["owner_id IS NULL"] : []
    let isPerson = persons.isEmpty ? [] : ["owner_id IN (\(arguments.list(persons)))"]
    return ["(\((isNobody + isPerson).joined(separator: " OR ")))"]
  }

  private static func overdue(_ filter: ActivityFilter, _ arguments: inout SQLArguments) -> [String] {
    filter.dueBefore.map { ["due_at < \(arguments.add(.time($0)))"] } ?? []
  }

  private static func period(_ filter: ActivityFilter, _ arguments: inout SQLArguments) -> [String] {
    var conditions: [String] = []
    if let from = filter.createdFrom { conditions.append("created_at >= \(arguments.add(.time(from)))") }
    if let before = filter.createdBefore { conditions.append("created_at < \(arguments.add(.time(before)))") }
    return conditions
  }
}

extension ActivityFilter {
  /// The people among the owners, each once.
  var persons: [String] {
    owners.compactMap { owner in
      guard case .person(let id) = owner else { return nil }
      return id
    }.withoutRepetitions
  }
}

extension [String] {
  /// Each once, where it stands first.
  var withoutRepetitions: [String] {
    var known: Set<String> = []
    return filter { known.insert($0).inserted }
  }
}
