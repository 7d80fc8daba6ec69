import Storage

extension SQLConnection {
  /// Tells operators something, in the transaction of the change that it tells of; it reaches their pages live after the
  /// commit.
  ///
  /// - Parameters:
  ///   - recipients: ids of operators; with none, nothing is told.
  ///   - activity: the id of the Activity that it is about.
  ///   - queue: the id of the queue that it is about.
  ///   - detail: what more there is to say, as ``SystemMessage/What`` describes.
  func tell(
    _ what: SystemMessage.What, to recipients: [String], at moment: Timestamp, activity: String?, queue: String?,
    detail: String
  ) throws {
    guard !recipients.isEmpty else { return }
    let position = try row(
      """
      INSERT INTO system_messages (what, at, activity_id, queue_id, detail) VALUES ($1, $2, $3, $4, $5)
      RETURNING position
      """,
      [.text(what.rawValue), .time(moment), .optional(activity), .optional(queue), .text(detail)])?.integer("position")
    guard let position else { throw DatabaseError.conflict("A system message was not kept.") }
    for recipient in Set(recipients).sorted() {
      try execute(
        "INSERT INTO system_message_recipients (operator_id, message, read_at) VALUES ($1, $2, NULL)",
        [.text(recipient), .integer(position)])
    }
    // Of no chat and no Activity: it is no step of theirs.
    try record(.told, at: moment, chat: nil, detail: "\(position)")
  }

  /// The ids of all who look after what nobody else does.
  func supervisorIDs() throws -> [String] {
    try rows(
      "SELECT id FROM operators WHERE role IN ('supervisor', 'administrator') AND disabled_at IS NULL ORDER BY id"
    ).map { try $0.text("id") }
  }
}
