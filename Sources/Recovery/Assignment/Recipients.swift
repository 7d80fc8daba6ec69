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

  private var supervisors: [String] { operators.values.filter(\.seesEverything).map(\.id) }
}
