import Recovery

/// What is looked for as it is read, found as it is stored: what Answerback names by itself is stored in English.
extension Wording {
  /// The text of a search of Activities as far as it stands in what we name; nil where that is stored as it is read.
  func stored(activitySearch text: String) -> String? {
    guard catalogue.language != .english else { return nil }
    let wanted = text.trimmed.lowercased()
    guard !wanted.isEmpty else { return nil }
    let subject = self.text("subject.missedChat", ["name": ""]).lowercased()
    if subject.contains(wanted) { return Activity.missedChatSubject }
    guard let rest = wanted.rest(after: subject) else { return storedVisitor(wanted) }
    return Activity.missedChatSubject
      + (visitorWord.hasPrefix(rest) ? Visitor.generatedName : storedVisitor(rest) ?? rest)
  }

  /// The text of a search of contacts. There are no two texts to look for there, so that only what is plainly a visitor is
  /// exchanged: more than half of the word, alone or with the beginning of an id.
  func stored(contactSearch text: String) -> String {
    guard catalogue.language != .english else { return text }
    let words = text.lowercased().split(separator: " ")
    let word = visitorWord.trimmed
    guard let first = words.first, words.count <= 2, word.hasPrefix(first), first.count > word.count / 2 else {
      return text
    }
    guard words.count == 2 else { return Visitor.generatedName.trimmed }
    return first == word && words[1].beginsID ? Visitor.generatedName + words[1] : text
  }

  private var visitorWord: String { text("contact.visitor", ["id": ""]).lowercased() }

  private func storedVisitor(_ wanted: String) -> String? {
    if visitorWord.contains(wanted) { return Visitor.generatedName }
    guard let rest = wanted.rest(after: visitorWord), rest.beginsID else { return nil }
    return Visitor.generatedName + rest
  }
}

extension StringProtocol {
  fileprivate var beginsID: Bool {
    utf8.count <= Visitor.generatedLength && allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}

extension String {
  /// What follows the end of `beginning` with which the text begins, as `олена` in `чат: олена`; nil where it begins
  /// otherwise, or nothing follows.
  fileprivate func rest(after beginning: String) -> String? {
    let overlap = beginning.indices.lazy.map { beginning[$0...] }.first { hasPrefix($0) }
    return overlap.map { String(dropFirst($0.count)) }
  }
}
