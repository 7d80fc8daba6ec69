import Recovery

/// The subjects that Answerback gives by itself are stored in English and read in everybody's own language. What a person
/// wrote begins otherwise, and stays as it is.
extension Wording {
  /// A subject as it is read.
  func subject(_ stored: String) -> String {
    let generated = Activity.missedChatSubject
    guard stored.hasPrefix(generated) else { return stored }
    return text("subject.missedChat", ["name": String(stored.dropFirst(generated.count))])
  }

  /// A subject as it is stored: the reverse, so that what comes back from a form unchanged changes nothing.
  func stored(subject: String) -> String {
    let own = text("subject.missedChat", ["name": ""])
    guard subject.hasPrefix(own) else { return subject }
    return Activity.missedChatSubject + subject.dropFirst(own.count)
  }
}
