import Storage

/// In which stretches of which indexes a viewer's Activities lie: one for each queue or owner, and each status.
struct ActivityRanges {
  private let filter: ActivityFilter
  private let scopes: [ActivityRange]

  /// - Parameters:
  ///   - queues: the queues of the viewer; not looked at for those who see everything.
  ///   - disjoint: whether no Activity may lie in two ranges, which costs looking at each of the viewer's own.
  init(_ filter: ActivityFilter, for viewer: Operator, queues: [String], disjoint: Bool = false) {
    self.filter = filter
    scopes =
      viewer.seesEverything
      ? Self.everything(filter) : Self.ofOperator(filter, viewer.id, queues, disjoint)
  }

  /// The ranges in the order of creation.
  func created(descending: Bool, open: Bool = true) -> [ActivityRange] {
    let wanted = filter.wantedStatuses.filter { open || !$0.isOpen }
    return scopes.flatMap { scope in
      scope.parts(of: wanted).map { scope.with($0, .created(descending: descending)) }
    }
  }

  /// The ranges of what is open, by the time that is left.
  func due(descending: Bool) -> [ActivityRange] {
    let open = filter.wantedStatuses.filter(\.isOpen)
    guard !open.isEmpty else { return [] }
    return scopes.map { $0.with(.open(open), .due(descending: descending)) }
  }

  private static func everything(_ filter: ActivityFilter) -> [ActivityRange] {
    if filter.isOfPersons { return filter.persons.map { range(.owner($0)) } }
    return filter.queueIDs.isEmpty ? [range(.all)] : filter.queueIDs.withoutRepetitions.map { range(.queue($0)) }
  }

  /// Of what an operator may see: their queues', and their own.
  private static func ofOperator(
    _ filter: ActivityFilter, _ viewerID: String, _ queues: [String], _ disjoint: Bool
  ) -> [ActivityRange] {
    if filter.isOfPersons {
      return filter.persons.map { person in
        var range = range(.owner(person))
        if person != viewerID { range.within = queues }
        return range
      }
    }
    var ranges = queues.filter { filter.queueIDs.isEmpty || filter.queueIDs.contains($0) }.map { range(.queue($0)) }
    let mayBeMine = filter.owners.isEmpty || filter.owners.contains(.person(viewerID))
    let mayBeElsewhere = filter.queueIDs.isEmpty || filter.queueIDs.contains { !queues.contains($0) }
    guard mayBeMine, mayBeElsewhere else { return ranges }
    var own = range(.owner(viewerID))
    if disjoint { own.outside = queues }
    ranges.append(own)
    return ranges
  }

  private static func range(_ scope: ActivityRange.Scope) -> ActivityRange {
    ActivityRange(scope: scope, part: .open([]), order: .created(descending: true))
  }
}

extension ActivityRange {
  /// Ranges that share no Activity, so many together as one statement may ask for.
  static func groups(_ ranges: [ActivityRange]) -> [[ActivityRange]] {
    let ofOwners = ranges.filter(\.isOfOwner)
    let others = ranges.filter { !$0.isOfOwner }
    return [others, ofOwners].flatMap { ranges in
      stride(from: 0, to: ranges.count, by: 16).map { Array(ranges[$0..<min($0 + 16, ranges.count)]) }
    }
  }

  private var isOfOwner: Bool {
    if case .owner = scope { true } else { false }
  }

  /// How the wanted statuses are divided among the ranges of this scope.
  fileprivate func parts(of statuses: [ActivityStatus]) -> [Part] {
    guard case .queue = scope else { return statuses.map { .status($0) } }
    let open = statuses.filter(\.isOpen)
    return (open.isEmpty ? [] : [.open(open)]) + statuses.filter { !$0.isOpen }.map { .status($0) }
  }

  fileprivate func with(_ part: Part, _ order: Order) -> ActivityRange {
    var range = ActivityRange(scope: scope, part: part, order: order)
    range.within = within
    range.outside = outside
    return range
  }
}

extension ActivityFilter {
  /// Whether only what belongs to certain people is wanted.
  fileprivate var isOfPersons: Bool { !owners.isEmpty && !owners.contains(.nobody) }

  /// What is in progress is somebody's.
  fileprivate var wantedStatuses: [ActivityStatus] {
    let wanted = ActivityStatus.allCases.filter {
      // What is closed is never overdue.
      (statuses.isEmpty || statuses.contains($0)) && (dueBefore == nil || $0.isOpen)
    }
    return owners == [.nobody] ? wanted.filter { $0 != .inProgress } : wanted
  }
}
