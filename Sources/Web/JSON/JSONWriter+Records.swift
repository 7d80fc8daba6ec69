import Recovery

extension JSONWriter {
  /// A member that is a moment in ISO 8601, or null.
  mutating func member(_ name: StaticString, _ moment: Timestamp?) { member(name, moment?.iso8601) }

  /// A member of the form `{"id","name"}`, or null.
  mutating func member(_ name: StaticString, _ reference: Reference?) {
    key(name)
    if let reference { self.reference(reference) } else { null() }
  }

  mutating func reference(_ reference: Reference) {
    object {
      $0.member("id", reference.id)
      $0.member("name", reference.name)
    }
  }

  /// The members of somebody who works here.
  mutating func members(of person: Operator) {
    member("id", person.id)
    member("login", person.login)
    member("name", person.name)
    member("role", person.role.rawValue)
    member("locale", person.locale)
    member("timeZone", person.timeZone)
  }
}
