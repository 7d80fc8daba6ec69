import Recovery

/// The subjects and names that Answerback gives by itself are stored in English and read in everybody's own language. What
/// a person wrote begins otherwise, and stays as it is.
extension Wording {
  /// A subject as it is read.
  func subject(_ stored: String) -> String {
    let generated = Activity.missedChatSubject
    guard stored.hasPrefix(generated) else { return stored }
    return text("subject.missedChat", ["name": name(ofContact: String(stored.dropFirst(generated.count)))])
  }

  /// A subject as it is stored: the reverse, so that what comes back from a form unchanged changes nothing.
  func stored(subject: String) -> String {
    let own = text("subject.missedChat", ["name": ""])
    guard subject.hasPrefix(own) else { return subject }
    let name = String(subject.dropFirst(own.count))
    return Activity.missedChatSubject + stored(contactName: name)
  }

  /// A customer's name as it is read: a visitor without one is a visitor in every language.
  func name(ofContact stored: String) -> String { exchanged(stored, Visitor.generatedName, for: visitor) ?? stored }

  /// A customer's name as it is stored: the reverse.
  func stored(contactName name: String) -> String { exchanged(name, visitor, for: Visitor.generatedName) ?? name }

  func reference(ofContact contact: Reference) -> Fields {
    ["id": contact.id, "name": name(ofContact: contact.name)]
  }

  func reference(ofContact contact: Reference?) -> any Sendable {
    Fields.optional(contact.map { reference(ofContact: $0) })
  }

  private var visitor: String { text("contact.visitor", ["id": ""]) }

  /// The name with another beginning, where it is one that we gave: a beginning and the end of an id.
  private func exchanged(_ name: String, _ beginning: String, for other: String) -> String? {
    guard name.hasPrefix(beginning) else { return nil }
    let id = name.dropFirst(beginning.count)
    guard id.utf8.count == Visitor.generatedLength, id.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    return other + id
  }
}
