import Recovery
import Storage

/// Writes Activities as if they had been opened over the last eight weeks, in transactions of a thousand.
struct Seeding {
  private let recovery: Recovery
  private let directory: Directory
  private let channel: Channel
  private let now: Timestamp
  private let withHistory: Bool
  private static let batch = 1000
  private static let weeks: Int64 = 8 * 7 * 24 * 60 * 60 * 1000

  /// - Parameter withHistory: whether what happened to them is written too, for the reports.
  init(recovery: Recovery, withHistory: Bool = false) async throws {
    self.recovery = recovery
    self.withHistory = withHistory
    directory = try await recovery.directory()
    guard let channel = directory.channels[SeededDesk.channel] else { throw DatabaseError.closed }
    self.channel = channel
    now = recovery.time.now()
  }

  /// - Returns: the ids of those that are not started: number n is of queue n modulo the queues.
  func fill(_ desk: SeededDesk, _ count: Int) async throws -> [String] {
    let queueIDs = ids(of: (0..<desk.queues).map(SeededDesk.queue))
    var open: [String] = []
    for start in stride(from: 0, to: count, by: Self.batch) {
      let rows = (start..<min(count, start + Self.batch)).map { number in
        // One in ten is not started; these go round the queues so that line n belongs to queue n modulo the queues.
        let isOpen = number % 10 == 0
        let queue = isOpen ? number / 10 : number
        let age = Self.weeks - Int64(number) * Self.weeks / Int64(count)
        return SeededActivity(
          number: number, isOpen: isOpen, queueID: queueIDs[queue % queueIDs.count],
          at: Timestamp(milliseconds: now.milliseconds - age - 1000))
      }
      open += try await insert(rows)
    }
    return open
  }

  /// - Returns: the ids of the not started Activities of the shared queue.
  func fillShared(_ desk: SeededDesk, _ count: Int) async throws -> [String] {
    guard count > 0, let queueID = ids(of: ["Shared"]).first else { return [] }
    var open: [String] = []
    for start in stride(from: 0, to: count, by: Self.batch) {
      let rows = (start..<min(count, start + Self.batch)).map { number in
        SeededActivity(number: -1 - number, isOpen: true, queueID: queueID, at: now)
      }
      open += try await insert(rows)
    }
    return open
  }

  private func ids(of names: [String]) -> [String] {
    let byName = Dictionary(directory.queues.values.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    return names.compactMap { byName[$0] }
  }

  private func insert(_ rows: [SeededActivity]) async throws -> [String] {
    let (ids, channel) = (recovery.ids, channel)
    let people = withHistory ? directory.members.mapValues { $0.sorted() } : [:]
    return try await recovery.database.write { connection in
      try rows.compactMap { row in
        let id = try row.insert(channel, ids, people[row.queueID], connection)
        return row.isOpen ? id : nil
      }
    }
  }
}

/// One Activity with its chat and its customer.
private struct SeededActivity: Sendable {
  let number: Int
  let isOpen: Bool
  let queueID: String
  let at: Timestamp

  /// - Parameter people: who may have worked on it; nil where no history is wanted.
  func insert(
    _ channel: Channel, _ ids: any IDSource, _ people: [String]?, _ connection: any SQLConnection
  ) throws -> String {
    let contact = ids.next(at: at)
    let chat = ids.next(at: at)
    let activity = ids.next(at: at)
    let moment = SQLValue.integer(at.milliseconds)
    try connection.execute(
      "INSERT INTO contacts (id, name, created_at) VALUES ($1, $2, $3)",
      [.text(contact), .text("Customer \(number)"), moment])
    try connection.execute(
      """
      INSERT INTO chats (id, channel_id, external_id, contact_id, queue_id, state, opened_at, closed_at, missed_at,
        missed_reason, last_message_at, last_text, first_unanswered_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, 'no_answer', $7, 'Is anybody there?', $9)
      """,
      [
        .text(chat), .text(channel.id), .text("seeded-\(number)"), .text(contact), .text(queueID),
        .text(isOpen ? "waiting" : "closed"), moment, isOpen ? .null : moment, isOpen ? moment : .null,
      ])
    try connection.execute(
      """
      INSERT INTO activities (id, type, subject, status, version, channel_id, messenger, chat_id, chat_external_id,
        contact_id, queue_id, created_at, due_at, updated_at, closed_at, missed_count, missed_reason, missed_at,
        last_text, acceptance_number, notes, search_text)
      VALUES ($1, $2, $3, $4, 1, $5, 'Telegram', $6, $7, $8, $9, $10, $11, $10, $12, 1, 'no_answer', $10,
        'Is anybody there?', 0, '', $13)
      """,
      [
        .text(activity), .text(Activity.missedChatType), .text("Missed chat: Customer \(number)"), .text(status),
        .text(channel.id), .text(chat), .text("seeded-\(number)"), .text(contact), .text(queueID), moment,
        .integer(at.milliseconds + 86_400_000), isOpen ? .null : moment, .text("missed chat: customer \(number)"),
      ])
    if let people {
      let closer = isOpen || people.isEmpty ? nil : people[number / 3 % people.count]
      let history = SeededHistory(chatID: chat, activityID: activity, at: at, closer: closer, number: abs(number))
      try history.insert(ids, connection)
    }
    return activity
  }

  private var status: String {
    if isOpen { return ActivityStatus.notStarted.rawValue }
    return (number % 7 == 0 ? ActivityStatus.canceled : .completed).rawValue
  }
}
