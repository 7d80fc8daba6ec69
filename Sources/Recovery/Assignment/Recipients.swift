import Storage

extension Directory {
  /// Who is notified: the designated owner alone, else everybody in the queue; without a queue, the supervisors, so that
  /// no customer is forgotten. Sorted by id.
  package func recipients(queueID: String?, designatedID: String?) -> [String] {
    if let designatedID { return [designatedID] }
    if let queueID, let members = members[queueID], !members.isEmpty { return members.sorted() }
    return supervisors.sorted()
  }

  /// Who may see something: the queue's operators, its owner, and supervisors.
  package func viewers(queueID: String?, ownerID: String?) -> Set<String> {
    var viewers = queueID.flatMap { members[$0] } ?? []
    viewers.formUnion(supervisors)
    if let ownerID { viewers.insert(ownerID) }
    return viewers
  }

  /// Whoever sees everything: they look after what nobody else does.
  package var supervisors: [String] { operators.values.filter(\.seesEverything).map(\.id) }
}

extension SQLConnection {
  /// The same as ``Directory/recipients(queueID:designatedID:)``, as it is at this moment.
  func recipients(of activity: Activity) throws -> [String] {
    if let designated = activity.designatedID { return [designated] }
    let members = try rows(
      "SELECT operator_id FROM queue_members WHERE queue_id = $1", [.optional(activity.queue?.id)]
    ).map { try $0.text("operator_id") }
    guard members.isEmpty else { return members }
    return try rows(
      "SELECT id FROM operators WHERE role IN ('supervisor', 'administrator') AND disabled_at IS NULL"
    ).map { try $0.text("id") }
  }
}
