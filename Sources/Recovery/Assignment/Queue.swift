/// Where chats wait for those who have its skills.
package struct Queue: Hashable, Sendable, Identifiable {
  package let id: String
  package let name: String
  /// An operator is in the queue when they have all of these. With none it has no members.
  package let skills: [String]
  package let rule: MissedRule
  package let times: QueueTimes

  package init(id: String, name: String, skills: [String], rule: MissedRule, times: QueueTimes = .none) {
    self.id = id
    self.name = name
    self.skills = skills
    self.rule = rule
    self.times = times
  }
}
