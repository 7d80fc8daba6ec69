import Storage

/// What waits for somebody now, in numbers. Each counts exactly what one list shows, no further than ``limit``.
package struct WorkCounts: Hashable, Sendable {
  package static let limit = 999

  /// Open and theirs, accepted or designated.
  package let mine: ActivityCount
  /// Not started and nobody's, in the queues that they see.
  package let queued: ActivityCount
  /// Open and past its due date, of all that they see.
  package let overdue: ActivityCount
  /// Chats that were missed since midnight, whatever became of them.
  package let missed: ActivityCount
  /// Chats that were recovered since midnight.
  package let recovered: ActivityCount
  /// Their notifications that are not put off.
  package let notified: ActivityCount
}

extension Recovery {
  /// Counts what waits for the viewer.
  ///
  /// - Parameter midnight: when the viewer's day began.
  package func workCounts(for viewer: Operator, since midnight: Timestamp) async throws -> WorkCounts {
    let now = time.now()
    let notified = try await notifications(for: viewer, after: nil, limit: 1).count
    return try await database.read { connection in
      func activities(_ filter: ActivityFilter) throws -> ActivityCount {
        try connection.countActivities(filter, for: viewer, upTo: WorkCounts.limit)
      }
      func chats(_ event: ChatEvent) throws -> ActivityCount {
        ActivityCount(capped: try connection.countChats(event, since: midnight, for: viewer))
      }
      return WorkCounts(
        mine: try activities(.mine(of: viewer)), queued: try activities(.queued),
        overdue: try activities(.overdue(at: now)), missed: try chats(.missed), recovered: try chats(.recovered),
        notified: ActivityCount(capped: notified))
    }
  }
}

extension ActivityCount {
  fileprivate init(capped number: Int) {
    self.init(number: min(number, WorkCounts.limit), isExact: number <= WorkCounts.limit)
  }
}

extension ActivityFilter {
  /// What is open and the viewer's own, the least time left first.
  package static func mine(of viewer: Operator) -> ActivityFilter {
    var filter = ActivityFilter()
    filter.statuses = [.notStarted, .inProgress]
    filter.ownerID = viewer.id
    filter.sort = .due
    return filter
  }

  /// What nobody has taken, the oldest first.
  package static var queued: ActivityFilter {
    var filter = ActivityFilter()
    filter.statuses = [.notStarted]
    filter.owners = [.nobody]
    filter.sort = .oldest
    return filter
  }

  /// What should have been done by now.
  package static func overdue(at now: Timestamp) -> ActivityFilter {
    var filter = ActivityFilter()
    filter.dueBefore = now
    filter.sort = .due
    return filter
  }
}
