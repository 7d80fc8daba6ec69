import Storage

/// How far the history is counted.
struct ReportProgress: Hashable, Sendable {
  /// Changes with every step, so that of two machines that count at once one has to begin its step again.
  let version: Int64
  let rules: Int64
  let cursor: FeedCursor

  /// To be raised whenever the same history is to add up to something else: then all is counted anew.
  static let currentRules: Int64 = 2
}

extension SQLConnection {
  func reportProgress() throws -> ReportProgress {
    guard let row = try row("SELECT version, rules, high, gaps FROM report_progress WHERE id = 1") else {
      return ReportProgress(version: 0, rules: 0, cursor: FeedCursor(after: 0))
    }
    return ReportProgress(
      version: try row.integer("version"), rules: try row.integer("rules"),
      cursor: FeedCursor(high: try row.integer("high"), gaps: FeedCursor.gaps(in: try row.text("gaps"))))
  }

  /// - Returns: false where somebody else moved on meanwhile; then nothing may be counted.
  func move(_ progress: ReportProgress, to cursor: FeedCursor) throws -> Bool {
    try execute(
      """
      UPDATE report_progress SET version = version + 1, rules = $2, high = $3, gaps = $4 WHERE id = 1 AND version = $1
      """,
      [
        .integer(progress.version), .integer(ReportProgress.currentRules), .integer(cursor.high),
        .text(cursor.gapsText),
      ]) == 1
  }
}

extension FeedCursor {
  fileprivate var gapsText: String {
    gaps.map { "\($0.positions.lowerBound)-\($0.positions.upperBound)@\($0.seenAt)" }.joined(separator: " ")
  }

  fileprivate static func gaps(in text: String) -> [Gap] {
    text.split(separator: " ").compactMap { part in
      let numbers = part.split { $0 == "-" || $0 == "@" }.compactMap { Int64($0) }
      guard numbers.count == 3, numbers[0] <= numbers[1] else { return nil }
      return Gap(positions: numbers[0]...numbers[1], seenAt: numbers[2])
    }
  }
}
