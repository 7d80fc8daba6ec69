import Recovery

/// The audiences of queues and people, kept as long as the directory stays the same: making one of a thousand operators
/// takes longer than writing to them.
struct LiveAudiences {
  /// Who is meant.
  enum Key: Hashable {
    /// Those who are notified of an Activity.
    case recipients(queue: String?, designated: String?)
    /// The same with the supervisors, who are notified once everybody else has declined.
    case notified(queue: String?, designated: String?)
    /// Those who may see something of a queue, and those who own it.
    case viewers(queue: String?, owner: String?, other: String? = nil)
    /// Everybody except one.
    case others(except: String?)
    case only(String)
    /// These, sorted by id.
    case people([String])
    case visitor(id: String, channel: String)
  }

  private static let capacity = 10_000

  private var known: [Key: LiveAudience] = [:]
  private var members: [String: Set<String>] = [:]
  private var operators: [String: Operator] = [:]

  /// Forgets all if anything in the directory is different from when they were made.
  mutating func follow(_ directory: Directory) {
    // Dictionaries that share their storage, as those of the same directory do, are compared at once.
    guard members != directory.members || operators != directory.operators else { return }
    known = [:]
    members = directory.members
    operators = directory.operators
  }

  mutating func audience(_ key: Key, _ directory: Directory) -> LiveAudience {
    if let audience = known[key] { return audience }
    let audience = LiveAudience(Self.members(key, directory))
    if known.count >= Self.capacity { known = [:] }
    known[key] = audience
    return audience
  }

  private static func members(_ key: Key, _ directory: Directory) -> Set<String> {
    switch key {
    case .recipients(let queue, let designated):
      return Set(directory.recipients(queueID: queue, designatedID: designated))
    case .notified(let queue, let designated):
      return Set(directory.recipients(queueID: queue, designatedID: designated)).union(directory.supervisors)
    case .viewers(let queue, let owner, let other):
      let viewers = directory.viewers(queueID: queue, ownerID: owner)
      return other.map { viewers.union([$0]) } ?? viewers
    case .others(let excepted): return Set(directory.operators.keys).filter { $0 != excepted }
    case .only(let id): return [id]
    case .people(let ids): return Set(ids)
    case .visitor(let id, let channel): return [LiveAudience.key(ofVisitor: id, on: channel)]
    }
  }
}
