/// What somebody wants to see of the Activities section. Within a column any of the values fits; columns are combined.
package struct ActivityFilter: Hashable, Sendable {
  package enum Sort: String, CaseIterable, Sendable {
    case newest, oldest
    /// Least time left first. What is closed has none left and follows, newest first.
    case due
    /// Most time left first, then what is closed.
    case latestDue = "latest-due"
  }

  package enum Owner: Hashable, Sendable {
    case nobody
    case person(String)
  }

  package static let limits = 1...100

  /// Any of these; empty for all, here as everywhere below.
  package var types: [String] = []
  package var statuses: [ActivityStatus] = []
  package var queueIDs: [String] = []
  package var owners: [Owner] = []
  package var messengers: [String] = []
  package var reasons: [MissedReason] = []
  /// Created at this moment or later.
  package var createdFrom: Timestamp?
  /// Created before this moment.
  package var createdBefore: Timestamp?
  /// Open, with its due date before this moment.
  package var dueBefore: Timestamp?
  /// Found anywhere in subject, customer's name or newest text, whatever the case.
  package var text: String?
  /// Looked for as well as the text, because its reader reads in other words what is stored so.
  package var storedText: String?
  package var sort = Sort.newest
  /// `next` of the page before.
  package var after: String?
  package var limit = 50

  package init() {}

  /// Narrows to one queue.
  package var queueID: String? {
    get { queueIDs.count == 1 ? queueIDs.first : nil }
    set { queueIDs = newValue.map { [$0] } ?? [] }
  }

  /// Narrows to one person's.
  package var ownerID: String? {
    get {
      guard owners.count == 1, case .person(let id)? = owners.first else { return nil }
      return id
    }
    set { owners = newValue.map { [.person($0)] } ?? [] }
  }
}

package struct ActivityPage: Hashable, Sendable {
  package let activities: [Activity]
  /// Where the following page begins; nil on the last.
  package let next: String?
  /// Whether the search stopped before the page was full, because it had looked through as many as it may at once. It
  /// goes on at `next`.
  package let stoppedEarly: Bool

  init(activities: [Activity], next: String?, stoppedEarly: Bool = false) {
    self.activities = activities
    self.next = next
    self.stoppedEarly = stoppedEarly
  }
}

/// How many Activities a filter finds.
package struct ActivityCount: Hashable, Sendable {
  /// Counting stops here.
  package static let limit = 10_000

  package let number: Int
  /// False where there may be more: counting stopped.
  package let isExact: Bool

  package init(number: Int, isExact: Bool) {
    self.number = number
    self.isExact = isExact
  }
}

/// A place in a list that is ordered by a time and an id.
struct PageCursor: Hashable, Sendable {
  let at: Int64
  let id: String

  init(at: Int64, id: String) {
    self.at = at
    self.id = id
  }

  var text: String { "\(at)~\(id)" }

  /// - Throws: ``InvalidInput`` where the text is not a cursor.
  init(_ text: String) throws(InvalidInput) {
    let parts = text.split(separator: "~", maxSplits: 1)
    guard parts.count == 2, let at = Int64(parts[0]), parts[1].count <= 64 else {
      throw InvalidInput(field: "after", message: "This is not the end of a page.")
    }
    self.init(at: at, id: String(parts[1]))
  }
}
