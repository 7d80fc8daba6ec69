/// What a desk consists of: people, queues, channels, known customers. Everything is known by its name, login or
/// identity; what is there already is brought to this state, what is not mentioned stays.
package struct Provision: Hashable, Sendable {
  package struct QueueEntry: Hashable, Sendable {
    package let name: String
    package let skills: [String]
    package let rule: MissedRule
    package let times: QueueTimes

    package init(name: String, skills: [String], rule: MissedRule, times: QueueTimes = .none) {
      self.name = name
      self.skills = skills
      self.rule = rule
      self.times = times
    }
  }

  package struct OperatorEntry: Hashable, Sendable {
    package let login: String
    package let name: String
    package let role: Role
    package let skills: [String]
    package let locale: String
    package let timeZone: String
    /// Nil leaves the password as it is.
    package let password: String?

    package init(
      login: String, name: String, role: Role, skills: [String], locale: String, timeZone: String, password: String?
    ) {
      self.login = login
      self.name = name
      self.role = role
      self.skills = skills
      self.locale = locale
      self.timeZone = timeZone
      self.password = password
    }
  }

  package struct ChannelEntry: Hashable, Sendable {
    package let name: String
    package let kind: ChannelKind
    /// A queue's name.
    package let queue: String?
    /// An operator's login.
    package let owner: String?
    package let options: [String: String]

    package init(name: String, kind: ChannelKind, queue: String?, owner: String?, options: [String: String]) {
      self.name = name
      self.kind = kind
      self.queue = queue
      self.owner = owner
      self.options = options
    }
  }

  package struct ContactEntry: Hashable, Sendable {
    package let name: String
    /// An operator's login.
    package let owner: String?
    package let phone: String?
    package let email: String?
    package let identities: [Contact.Identity]

    package init(name: String, owner: String?, phone: String?, email: String?, identities: [Contact.Identity]) {
      self.name = name
      self.owner = owner
      self.phone = phone
      self.email = email
      self.identities = identities
    }
  }

  package var settings: [String: Setting.Value] = [:]
  package var skills: [String] = []
  package var queues: [QueueEntry] = []
  package var operators: [OperatorEntry] = []
  package var channels: [ChannelEntry] = []
  package var contacts: [ContactEntry] = []

  package init() {}
}
