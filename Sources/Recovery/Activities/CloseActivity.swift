import Storage

package enum CloseOutcome: Equatable, Sendable {
  case closed(Activity)
  case alreadyClosed(ActivityStatus)
  /// Somebody else is at it; only they or a supervisor may close it.
  case heldBy(Reference, at: Timestamp)
  case missing
}

extension Recovery {
  package static let longestResult = 200
  package static let longestNotes = 10_000

  /// Completes or cancels an open Activity.
  ///
  /// - Parameter status: `.completed` or `.canceled`.
  /// - Throws: ``InvalidInput`` where result or notes are too long.
  package func close(
    _ id: String, as status: ActivityStatus, result: String, notes: String?, details: String? = nil,
    by closer: Operator
  ) async throws -> CloseOutcome {
    try Self.check(result: result, notes: notes, details: details)
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      let closed = try connection.close(
        id, as: status, result: result, notes: notes, details: details, by: closer, at: now, lock: lock)
      guard let activity = try connection.activity(id, visibleTo: closer) else { return .missing }
      if closed { return .closed(activity) }
      if !activity.status.isOpen { return .alreadyClosed(activity.status) }
      let holder = activity.owner ?? closer.reference
      return .heldBy(holder, at: activity.acceptance?.at ?? activity.createdAt)
    }
  }

  package static let longestDetails = 2000

  static func check(result: String?, notes: String?, details: String?) throws {
    if let details, details.length > longestDetails {
      throw InvalidInput(
        field: "result_details", message: "Result details have at most \(longestDetails) characters.")
    }
    if let result, result.length > longestResult {
      throw InvalidInput(field: "result", message: "A result has at most \(longestResult) characters.")
    }
    if let notes, notes.length > longestNotes {
      throw InvalidInput(field: "notes", message: "Notes have at most \(longestNotes) characters.")
    }
  }
}

extension SQLConnection {
  /// Closes what is open and either the closer's own, or nobody's and of their queue; supervisors close any. The chat no
  /// longer waits then: whoever closes the task has got back to the customer, or decided not to.
  ///
  /// - Parameter lock: the engine's `lockingSuffix`.
  func close(
    _ id: String, as status: ActivityStatus, result: String, notes: String?, details: String?, by closer: Operator,
    at now: Timestamp, lock: String
  ) throws -> Bool {
    let chatID = try row("SELECT chat_id FROM activities WHERE id = $1", [.text(id)])?.text("chat_id")
    let chat = try chatID.flatMap { try chatRow($0, lock: lock) }
    guard try end(id, as: status, result: result, notes: notes, details: details, by: closer, at: now) else {
      return false
    }
    if var chat, chat.timeline.state == .waiting {
      _ = chat.timeline.apply(.answered, rule: .standard)
      try save(chat, at: now)
    }
    return true
  }

  private func end(
    _ id: String, as status: ActivityStatus, result: String, notes: String?, details: String?, by closer: Operator,
    at now: Timestamp
  ) throws -> Bool {
    let row = try row(
      """
      UPDATE activities SET status = $3, result = $4, notes = coalesce(cast($5 as text), notes),
        result_details = coalesce(cast($8 as text), result_details), closed_at = $6, remind_at = NULL, updated_at = $6,
        version = version + 1
      WHERE id = $1 AND status IN ('not_started', 'in_progress') AND ($7 = 1 OR owner_id = $2 OR (owner_id IS NULL
        AND EXISTS (SELECT 1 FROM queue_members WHERE queue_id = activities.queue_id AND operator_id = $2)))
      RETURNING chat_id
      """,
      [
        .text(id), .text(closer.id), .text(status.rawValue), .text(result), .optional(notes), .time(now),
        .integer(closer.seesEverything ? 1 : 0), .optional(details),
      ])
    guard let chat = try row?.text("chat_id") else { return false }
    try record(
      status == .completed ? .completed : .canceled, at: now, chat: chat, activity: id, by: closer.id, detail: result)
    return true
  }

  /// Closes the not started Activity of a chat that somebody answered in another tool.
  func closeAnsweredElsewhere(chat: String, at now: Timestamp) throws {
    let closed = try row(
      """
      UPDATE activities SET status = 'completed', result = $2, answered_elsewhere_at = $3, closed_at = $3,
        remind_at = NULL, updated_at = $3, version = version + 1
      WHERE chat_id = $1 AND status = 'not_started'
      RETURNING id
      """,
      [.text(chat), .text(Activity.answeredElsewhere), .time(now)])
    try record(.answeredElsewhere, at: now, chat: chat, activity: try closed?.text("id"))
    try noteRecovery(of: chat, by: nil, at: now)
  }
}

extension Activity {
  /// The result of an Activity that closed itself.
  package static let answeredElsewhere = "answered_elsewhere"
}
