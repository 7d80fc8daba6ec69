import Storage

package enum EditOutcome: Equatable, Sendable {
  case saved(Activity)
  /// Somebody saved before; this is how it stands now.
  case changedMeanwhile(Activity)
  /// Somebody saved other values of the same fields before; nothing was saved of this change.
  case conflicting(Activity, [ActivityConflict])
  case illegal(from: ActivityStatus, to: ActivityStatus)
  case heldBy(Reference, at: Timestamp)
  case missing
}

extension Recovery {
  package static let longestSubject = 300

  /// Saves the card. A change of status is made by the verb that makes it elsewhere: accept, give back, complete,
  /// cancel; the fields are saved in the same transaction.
  ///
  /// - Throws: ``InvalidInput`` where a field is empty or too long.
  package func edit(_ id: String, _ change: ActivityChange, by editor: Operator) async throws -> EditOutcome {
    try Self.check(change)
    let now = time.now()
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      guard let activity = try connection.lockedActivity(id, visibleTo: editor, lock) else { return .missing }
      if let owner = activity.owner, owner.id != editor.id, !editor.seesEverything { return activity.held(by: owner) }
      if change.seen.isEmpty, let version = change.version, version != activity.version {
        return .changedMeanwhile(activity)
      }
      let merge = ActivityMerge(change, onto: activity)
      let change = merge.change
      if !merge.conflicts.isEmpty {
        return .conflicting(activity, try connection.attribute(merge.conflicts, of: activity))
      }
      if let refusal = try connection.change(activity, change, by: editor, at: now, lock) { return refusal }
      try connection.save(change, on: activity, by: editor, at: now)
      return try connection.activity(id).map { .saved($0) } ?? .missing
    }
  }

  private static func check(_ change: ActivityChange) throws {
    try check(result: change.result, notes: change.notes, details: change.resultDetails)
    guard let subject = change.subject else { return }
    guard !subject.isEmpty, subject.length <= longestSubject else {
      throw InvalidInput(field: "subject", message: "A subject has 1 to \(longestSubject) characters.")
    }
  }
}

extension Activity {
  /// Whether a person may set `next` where it stands now.
  package func allows(_ next: ActivityStatus) -> Bool {
    if status.isOpen || next == status { return true }
    return next == .notStarted && closedItself
  }

  fileprivate func held(by holder: Reference) -> EditOutcome {
    .heldBy(holder, at: acceptance?.at ?? createdAt)
  }
}

extension SQLConnection {
  /// Locks the chat and then the Activity, in the order in which all verbs do.
  fileprivate func lockedActivity(_ id: String, visibleTo editor: Operator, _ lock: String) throws -> Activity? {
    let row = try row("SELECT chat_id FROM activities WHERE id = $1", [.text(id)])
    guard let chatID = try row?.text("chat_id"), try chatRow(chatID, lock: lock) != nil else { return nil }
    _ = try rows("SELECT id FROM activities WHERE id = $1\(lock)", [.text(id)])
    return try activity(id, visibleTo: editor)
  }

  /// Makes the change of status, if there is one.
  ///
  /// - Returns: why it cannot be made.
  fileprivate func change(
    _ activity: Activity, _ change: ActivityChange, by editor: Operator, at now: Timestamp, _ lock: String
  ) throws -> EditOutcome? {
    guard let next = change.status, next != activity.status else { return nil }
    let isDone =
      switch (activity.status, next) {
      case (.notStarted, .inProgress): try claim(activity.id, for: editor, at: now) != nil
      case (.inProgress, .notStarted): try giveBack(activity.id, by: editor, at: now)
      case (.notStarted, _), (.inProgress, _):
        try close(
          activity.id, as: next, result: change.result ?? activity.result ?? "", notes: change.notes,
          details: change.resultDetails, by: editor, at: now, lock: lock)
      case (.completed, .notStarted): try reopen(activity, by: editor, at: now)
      case (.completed, _), (.canceled, _): false
      }
    if isDone { return nil }
    if activity.status.isOpen, let owner = activity.owner { return activity.held(by: owner) }
    return .illegal(from: activity.status, to: next)
  }

  /// Undoes that an Activity closed itself, unless the customer has another open one or the chat is over.
  private func reopen(_ activity: Activity, by editor: Operator, at now: Timestamp) throws -> Bool {
    let row = try row(
      """
      UPDATE activities SET status = 'not_started', result = NULL, closed_at = NULL, answered_elsewhere_at = NULL,
        updated_at = $2, version = version + 1
      WHERE id = $1 AND status = 'completed' AND answered_elsewhere_at IS NOT NULL
        AND EXISTS (SELECT 1 FROM chats ch WHERE ch.id = activities.chat_id AND ch.state <> 'closed')
        AND NOT EXISTS (SELECT 1 FROM activities x WHERE x.channel_id = activities.channel_id
          AND x.chat_external_id = activities.chat_external_id AND x.closed_at IS NULL)
      RETURNING id
      """,
      [.text(activity.id), .time(now)])
    guard row != nil else { return false }
    try offerAnew(activity.id)
    try watch(activity.id, at: now)
    try record(.reopened, at: now, chat: activity.chatID, activity: activity.id, by: editor.id)
    return true
  }

  /// Saves the fields that are not saved with the status, and records which.
  fileprivate func save(
    _ change: ActivityChange, on activity: Activity, by editor: Operator, at now: Timestamp
  ) throws {
    var change = change
    let closes = change.status.map { !$0.isOpen && $0 != activity.status } ?? false
    for field in closes ? [.status, .result, .resultDetails, .notes] : [ActivityField.status] { change.leave(field) }
    let fields = ActivityField.allCases.filter { field in
      change.text(of: field).map { $0 != activity.text(of: field) } ?? false
    }
    guard !fields.isEmpty else { return }
    try execute(
      """
      UPDATE activities SET subject = coalesce(cast($2 as text), subject), due_at = coalesce(cast($3 as bigint), due_at),
        result = coalesce(cast($4 as text), result), notes = coalesce(cast($5 as text), notes), search_text = $6,
        updated_at = $7, version = version + 1, priority = coalesce(cast($8 as text), priority),
        result_details = coalesce(cast($9 as text), result_details)
      WHERE id = $1
      """,
      [
        .text(activity.id), .optional(change.subject), .time(change.dueAt), .optional(change.result),
        .optional(change.notes), .text(search(of: activity, subject: change.subject)), .time(now),
        .optional(change.priority?.rawValue), .optional(change.resultDetails),
      ])
    if let reminder = change.reminder { try remind(reminder, of: activity.id, wantedBy: editor) }
    try record(
      .edited, at: now, chat: activity.chatID, activity: activity.id, by: editor.id,
      detail: fields.map(\.rawValue).joined(separator: ","))
  }

  private func search(of activity: Activity, subject: String?) -> String {
    SearchText.folded(subject ?? activity.subject, activity.contact?.name ?? "", activity.missed.lastText)
  }
}
