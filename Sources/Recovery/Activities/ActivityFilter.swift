/// What somebody wants to see of the Activities section.
package struct ActivityFilter: Hashable, Sendable {
  package enum Sort: String, CaseIterable, Sendable {
    case newest, oldest
  }

  package static let limits = 1...100

  package var type: String?
  /// Any of these; empty for all.
  package var statuses: [ActivityStatus] = []
  package var queueID: String?
  package var ownerID: String?
  package var messenger: String?
  /// Found anywhere in subject, customer's name or newest text, whatever the case.
  package var text: String?
  package var sort = Sort.newest
  /// `next` of the page before.
  package var after: String?
  package var limit = 50

  package init() {}
}

package struct ActivityPage: Hashable, Sendable {
  package let activities: [Activity]
  /// Where the following page begins; nil on the last.
  package let next: String?
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
