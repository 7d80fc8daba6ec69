extension Provision {
  /// The desk as it is stored, by the same rules by which the browser changes it.
  ///
  /// - Throws: ``InvalidInput`` with its place, where an entry cannot be so, or is there twice.
  func checked() throws -> Provision {
    for (number, skill) in skills.enumerated() { try EntryLimits.check(skill, of: "skills[\(number)]") }
    try queues.eachPlaced("queues") { try $0.check() }
    try operators.eachPlaced("operators") { try $0.check() }
    try contacts.eachPlaced("contacts") {
      try Recovery.check(ContactChange(name: $0.name, phone: $0.phone, email: $0.email))
    }
    var checked = self
    checked.channels = []
    try channels.eachPlaced("channels") { checked.channels.append(try $0.checked()) }
    try checkForDoubles()
    return checked
  }

  /// Of what is there twice, the second would silently win. A contact is known by its identities, without any by its name.
  private func checkForDoubles() throws(InvalidInput) {
    try Self.check(queues.enumerated().map { ($1.name, "queues[\($0)].name") })
    try Self.check(operators.enumerated().map { ($1.login.lowercased(), "operators[\($0)].login") })
    try Self.check(channels.enumerated().map { ($1.name, "channels[\($0)].name") })
    let identities = contacts.enumerated().flatMap { number, contact in
      contact.identities.enumerated().map { ($1, "contacts[\(number)].identities[\($0)]") }
    }
    try Self.check(identities)
    try Self.check(
      contacts.enumerated().filter(\.element.identities.isEmpty).map { ($1.name, "contacts[\($0)].name") },
      because: "Another contact without identities has this name, and only by their names could they be told apart.")
  }

  private static func check<Key: Hashable>(
    _ entries: [(Key, String)], because message: String = "This is there twice."
  ) throws(InvalidInput) {
    var known: Set<Key> = []
    for (key, place) in entries where !known.insert(key).inserted {
      throw InvalidInput(field: place, message: message)
    }
  }
}

extension Array {
  /// Does it for each entry; a refusal names the entry's place in the file.
  func eachPlaced(_ list: String, _ body: (Element) throws -> Void) throws {
    for (number, entry) in enumerated() {
      do {
        try body(entry)
      } catch let refusal as InvalidInput {
        throw InvalidInput(field: "\(list)[\(number)].\(refusal.field)", message: refusal.message)
      }
    }
  }
}
