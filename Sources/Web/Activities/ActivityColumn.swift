import Recovery

/// The columns of the Activities section that can be chosen; the subject always stands first.
enum ActivityColumn: String, CaseIterable, Sendable {
  case contact, messenger, queue, status, owner, created, due, reason, result, waiting, left

  static let standard: [ActivityColumn] = [.contact, .messenger, .queue, .status, .waiting, .left]

  /// The class of its cells.
  var cell: String {
    switch self {
    case .status: "state"
    case .owner: "person"
    default: rawValue
    }
  }

  /// Whether it holds numbers, which stand to the right.
  var isNumber: Bool { self == .waiting || self == .left }

  /// The orders by it: the first, and the one that turns it round.
  var sorts: (ActivityFilter.Sort, ActivityFilter.Sort)? {
    switch self {
    case .created: (.newest, .oldest)
    case .due, .left: (.due, .latestDue)
    default: nil
    }
  }
}

extension ActivityFilter.Sort {
  /// For the header of the column that the list is in the order of.
  var ariaSort: String {
    switch self {
    case .newest, .latestDue: "descending"
    case .oldest, .due: "ascending"
    }
  }
}

/// The table's head and its choice of columns, put into a template's values.
struct ActivityColumns {
  let query: ActivityQuery
  let wording: Wording

  var fields: Fields {
    [
      "heads": ActivityColumn.allCases.map(head), "choices": ActivityColumn.allCases.map(choice),
      "classes": query.columns.map { "with-\($0.cell)" }.joined(separator: " "),
    ]
  }

  private func choice(_ column: ActivityColumn) -> Fields {
    [
      "value": column.rawValue, "cell": column.cell, "text": wording.text("column.\(column.rawValue)"),
      "selected": query.columns.contains(column),
    ]
  }

  private func head(_ column: ActivityColumn) -> Fields {
    let sort = query.filter.sort
    let current = column.sorts.map { $0.0 == sort || $0.1 == sort } ?? false
    let link = column.sorts.map { first, second in
      let next = sort == first ? second : first
      return query.address(setting: "sort", to: next == .newest ? nil : next.rawValue)
    }
    return [
      "cell": column.cell, "number": column.isNumber, "text": wording.text("column.\(column.rawValue)"),
      "href": Fields.optional(link), "sort": Fields.optional(current ? sort.ariaSort : nil),
      "ascends": current && sort.ariaSort == "ascending",
    ]
  }
}
