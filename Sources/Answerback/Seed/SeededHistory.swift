import Recovery
import Storage

/// What happened to a seeded Activity, as its history tells it. Nobody wrote it down while it happened, so only what the
/// reports read is there.
struct SeededHistory: Sendable {
  let chatID: String
  let activityID: String
  let at: Timestamp
  /// Who closed it; nil where it is open.
  let closer: String?
  /// Spreads the times, always in the same way.
  let number: Int

  func insert(_ ids: any IDSource, _ connection: any SQLConnection) throws {
    var rows: [(what: String, after: Int64, message: String?, by: String?, detail: String)] = [
      ("missed", 0, nil, nil, "no_answer"), ("opened", 0, nil, nil, "no_answer"),
    ]
    if let closer {
      let accepted = 5_000 + Int64(number) * 7919 % 3_600_000
      let replied = accepted + 10_000 + Int64(number) * 104_729 % 900_000
      let message = ids.next(at: at)
      rows.append(("accepted", accepted, nil, closer, ""))
      if number % 6 != 0 {
        rows.append(("replied", replied, message, closer, ""))
        rows.append(("sent", replied + 800, message, nil, ""))
      }
      rows.append(("completed", replied + 60_000, nil, closer, ""))
    }
    var arguments: [SQLValue] = [.text(chatID), .text(activityID)]
    let values = rows.map { row in
      let first = arguments.count + 1
      arguments += [
        .optional(row.message), .text(row.what), .integer(at.milliseconds + row.after), .optional(row.by),
        .text(row.detail),
      ]
      return "($1, $2, \((first..<first + 5).map { "$\($0)" }.joined(separator: ", ")))"
    }
    try connection.execute(
      """
      INSERT INTO history (chat_id, activity_id, message_id, what, at, by_id, detail)
      VALUES \(values.joined(separator: ", "))
      """,
      arguments)
  }
}
