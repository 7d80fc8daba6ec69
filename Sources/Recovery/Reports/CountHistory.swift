import Storage

/// What one step of counting found: the sums as they are to be, and how far the history is counted then.
private struct ReportStep: Sendable {
  let progress: ReportProgress
  var cursor: FeedCursor
  var hasMore = false
  /// By how much the sums change.
  var changes: [ReportCell: ReportTally] = [:]
  /// Where cases are counted that were not counted before, by chat and position.
  var places: [CasePosition: ReportPlace] = [:]

  struct CasePosition: Hashable {
    let chatID: String
    let position: Int64
  }

  var isNews: Bool { cursor != progress.cursor }
}

extension Recovery {
  /// About so many steps of cases are counted at once; what customers wrote, which is only passed over, may be more.
  package static let reportEntriesAtOnce = 250
  static let reportRowsAtOnce = 5000
  /// Of one chat no more steps than the newest so many are looked at.
  static let reportEntriesOfChat = 2000

  /// Counts some of what has happened since it was counted last. The sums always are what the whole history up to the
  /// stored position adds up to, in whatever steps and order it was read: of each chat in which something happened, the
  /// cases are derived as they were and as they are now, and the difference is added.
  ///
  /// - Parameter entries: about how many steps of cases are counted in one transaction; the more, the fewer sums are
  ///   written, and the longer others wait.
  /// - Returns: whether there is more to count at once.
  package func countHistory(atOnce entries: Int = reportEntriesAtOnce) async throws -> Bool {
    let now = time.now().milliseconds
    let directory = try await directory()
    let step = try await database.read { try $0.reportStep(directory, now, atOnce: entries) }
    // A newer program counts already; two that counted anew in turn would never come to an end.
    guard step.progress.rules <= ReportProgress.currentRules else { return false }
    guard step.progress.rules == ReportProgress.currentRules else {
      try await countHistoryAnew()
      return true
    }
    guard step.isNews else { return false }
    let isSaved = try await database.write { try $0.save(step) }
    return step.hasMore || !isSaved
  }

  /// Forgets all sums, so that the history is counted from its start.
  package func countHistoryAnew() async throws {
    try await database.write { try $0.forgetReports() }
  }
}

extension SQLConnection {
  fileprivate func reportStep(_ directory: Directory, _ now: Int64, atOnce entries: Int) throws -> ReportStep {
    let progress = try reportProgress()
    var step = ReportStep(progress: progress, cursor: progress.cursor)
    guard progress.rules == ReportProgress.currentRules else { return step }
    for chatID in try news(&step, now, atOnce: entries).sorted() { try count(chatID, &step, directory) }
    step.changes = step.changes.filter { !$0.value.isZero }
    return step
  }

  /// Reads on and moves the step's cursor.
  ///
  /// - Returns: the chats in which something happened that a report tells of.
  private func news(_ step: inout ReportStep, _ now: Int64, atOnce most: Int) throws -> Set<String> {
    let feed = Feed(table: "history", columns: ReportEntry.columns)
    var chats: Set<String> = []
    var (entries, rows) = (0, 0)
    repeat {
      let page = try feed.page(self, after: step.cursor, limit: Recovery.reportEntriesAtOnce, now: now)
      step.cursor = page.cursor
      step.hasMore = page.hasMore
      rows += page.rows.count
      for entry in try page.rows.compactMap(ReportEntry.init(row:)) {
        entries += 1
        chats.insert(entry.chatID)
      }
    } while step.hasMore && entries < most && rows < max(most, Recovery.reportRowsAtOnce)
    return chats
  }

  private func count(_ chatID: String, _ step: inout ReportStep, _ directory: Directory) throws {
    let (start, end) = (step.progress.cursor, step.cursor)
    let entries = try reportEntries(of: chatID, upTo: end.high)
    guard entries.contains(where: { $0.what == .missed }) else { return }
    let here = try reportPlace(of: chatID)
    let confirms = directory.channel(id: here.channelID)?.kind.confirmsDelivery ?? false
    let before = MissedCase.cases(in: entries.filter { start.hasDelivered($0.position) }, confirmsDelivery: confirms)
    let after = MissedCase.cases(in: entries.filter { end.hasDelivered($0.position) }, confirmsDelivery: confirms)
    let unchanged = Set(before).intersection(after)
    guard unchanged.count < max(before.count, after.count) else { return }
    let known = try reportPlaces(of: chatID)
    func add(_ missedCase: MissedCase, times: Int) {
      for cell in missedCase.cells(in: known[missedCase.position] ?? here) {
        step.changes[cell, default: ReportTally()].add(missedCase, times: times)
      }
    }
    for missedCase in before where !unchanged.contains(missedCase) { add(missedCase, times: -1) }
    for missedCase in after where !unchanged.contains(missedCase) {
      add(missedCase, times: 1)
      guard known[missedCase.position] == nil else { continue }
      step.places[.init(chatID: chatID, position: missedCase.position)] = here
    }
  }

  /// - Returns: false where another machine counted the same meanwhile.
  fileprivate func save(_ step: ReportStep) throws -> Bool {
    guard try move(step.progress, to: step.cursor) else { return false }
    for (key, place) in step.places { try insert(place, chat: key.chatID, position: key.position) }
    var ids: [ReportGroup: Int64] = [:]
    for (cell, change) in step.changes.sorted(by: { $0.key < $1.key }) {
      let id = try ids[cell.group] ?? reportGroupID(cell.group)
      ids[cell.group] = id
      try add(change, to: cell, of: id)
    }
    return true
  }

  fileprivate func forgetReports() throws {
    // First, so that whoever counts at the same time finds that it has to begin again.
    try execute(
      "UPDATE report_progress SET version = version + 1, rules = $1, high = 0, gaps = '' WHERE id = 1",
      [.integer(ReportProgress.currentRules)])
    try forgetSums()
  }
}

extension ReportCell: Comparable {
  /// In the order in which the sums are stored, so that two machines lock them in the same.
  static func < (left: ReportCell, right: ReportCell) -> Bool {
    (left.group, left.grain.rawValue, left.start) < (right.group, right.grain.rawValue, right.start)
  }
}

extension ReportGroup: Comparable {
  static func < (left: ReportGroup, right: ReportGroup) -> Bool {
    (left.operatorID, left.queueID, left.channelID) < (right.operatorID, right.queueID, right.channelID)
  }
}
