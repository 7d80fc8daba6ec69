import Storage
import Synchronization

/// Who works here, which queues they are in, and which channels there are: small, read at every step, changed rarely.
package struct Directory: Sendable {
  package let operators: [String: Operator]
  package let queues: [String: Queue]
  /// Those that are open, by name.
  package let channels: [String: Channel]
  /// The operators of each queue.
  package let members: [String: Set<String>]
  /// All of them by id: what came in before one was shut is still processed.
  private let channelsByID: [String: Channel]
  private let queuesByMember: [String: [Reference]]

  init(operators: [Operator], queues: [Queue], channels: [Channel], members: [String: Set<String>]) {
    self.operators = Dictionary(operators.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.queues = Dictionary(queues.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let open = channels.filter(\.isOpen)
    self.channels = Dictionary(open.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.channelsByID = Dictionary(channels.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.members = members
    var queuesByMember: [String: [Reference]] = [:]
    for queue in queues.byName() {
      let reference = Reference(id: queue.id, name: queue.name)
      for member in members[queue.id] ?? [] { queuesByMember[member, default: []].append(reference) }
    }
    self.queuesByMember = queuesByMember
  }

  package func channel(id: String) -> Channel? { channelsByID[id] }

  /// The queues whose skills somebody has, by name.
  func ownQueues(of person: Operator) -> [Reference] { queuesByMember[person.id] ?? [] }

  func rule(ofQueue id: String?) -> MissedRule { id.flatMap { queues[$0]?.rule } ?? .standard }

  /// The queues that somebody works in, by name; a supervisor sees all.
  package func queues(of viewer: Operator) -> [Queue] {
    queues.values
      .filter { viewer.seesEverything || members[$0.id]?.contains(viewer.id) ?? false }
      .byName()
  }
}

extension Recovery {
  /// The directory as it was last read. It is read anew after every change.
  package func directory() async throws -> Directory {
    if let known = directories.current { return known }
    let generation = directories.generation
    let directory = try await database.read { try $0.directory() }
    directories.remember(directory, generation)
    return directory
  }

  /// The directory in which these channels stand, read anew where it was remembered without: another machine has made them
  /// a moment ago, and no wake-up has come yet. Channels are never deleted.
  func directory(knowing channels: some Sequence<String>) async throws -> Directory {
    let known = try await directory()
    guard channels.contains(where: { known.channel(id: $0) == nil }) else { return known }
    directories.forget()
    return try await directory()
  }

  /// Forgets what is remembered of operators, queues and channels.
  func forgetDirectory() {
    directories.forget()
    sessions.forgetAll()
  }
}

/// The directory, as long as nothing in it changes.
final class DirectoryCache: Sendable {
  private struct State {
    var directory: Directory?
    var generation = 0
  }

  private let state = Mutex(State())

  var current: Directory? { state.withLock { $0.directory } }
  var generation: Int { state.withLock { $0.generation } }

  /// Keeps what was read, unless something changed since the reading began.
  func remember(_ directory: Directory, _ generation: Int) {
    state.withLock { state in
      if state.generation == generation { state.directory = directory }
    }
  }

  func forget() {
    state.withLock { state in
      state.directory = nil
      state.generation += 1
    }
  }
}

extension SQLConnection {
  fileprivate func directory() throws -> Directory {
    let operators = try rows(
      "SELECT id, login, name, role, locale, time_zone FROM operators WHERE disabled_at IS NULL"
    ).map(Operator.init(row:))
    // Whoever works here no more owns nothing that comes in.
    let channels = try rows(
      """
      SELECT n.id AS id, n.name AS name, n.kind AS kind, n.queue_id AS queue_id, o.id AS owner_id,
        n.options AS options, n.disabled_at AS disabled_at
      FROM channels n LEFT JOIN operators o ON o.id = n.owner_id AND o.disabled_at IS NULL
      """
    ).map(Channel.init(row:))
    var members: [String: Set<String>] = [:]
    for row in try rows("SELECT queue_id, operator_id FROM queue_members") {
      members[try row.text("queue_id"), default: []].insert(try row.text("operator_id"))
    }
    return Directory(operators: operators, queues: try queues(), channels: channels, members: members)
  }

  /// All queues with their skills.
  func queues() throws -> [Queue] {
    var skills: [String: [String]] = [:]
    let pairs = try rows(
      """
      SELECT qs.queue_id AS queue_id, s.name AS name FROM queue_skills qs JOIN skills s ON s.id = qs.skill_id
      ORDER BY s.name
      """)
    for row in pairs { skills[try row.text("queue_id"), default: []].append(try row.text("name")) }
    return try rows("SELECT id, name, answer_within, hours, escalate_after, reply_within FROM queues").map { row in
      let id = try row.text("id")
      let hours = try row.text("hours")
      let rule = MissedRule(
        answerWithin: .milliseconds(try row.integer("answer_within")),
        hours: hours.isEmpty ? nil : try WorkingHours(text: hours))
      return Queue(
        id: id, name: try row.text("name"), skills: skills[id] ?? [], rule: rule, times: try QueueTimes(row: row))
    }
  }
}
