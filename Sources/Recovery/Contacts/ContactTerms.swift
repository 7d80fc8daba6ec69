/// What contacts are found and recognised by, folded here because the engines fold differently.
enum ContactTerms {
  /// Terms of one contact, and the length of each in characters.
  static let most = 40
  static let longest = 64
  /// How many words of a search are looked for.
  static let mostWanted = 4

  /// Beginnings of these are found.
  static func terms(of contact: Contact) -> Set<String> {
    var terms = words(contact.name)
    terms += words(contact.name).flatMap { $0.split(separator: "-").dropFirst().map(String.init) }
    if let phone = contact.phone { terms += numbers(phone) }
    if let email = contact.email { terms.append(folded(email)) }
    for identity in contact.identities {
      terms += identity.kind == .whatsapp ? numbers(identity.externalID) : [folded(identity.externalID)]
    }
    return Set(terms.filter { !$0.isEmpty }.prefix(most).map { String($0.prefix(longest)) })
  }

  /// What somebody who typed this looks for. What begins another of the words is found with that one.
  static func wanted(_ text: String) -> [String] {
    let found = (isNumber(text) ? [digits(text)] : words(text)).map { String($0.prefix(longest)) }
    let whole = found.filter { word in !word.isEmpty && !found.contains { $0 != word && $0.hasPrefix(word) } }
    return Array(whole.prefix(mostWanted))
  }

  /// By these the same customer is recognised.
  static func keys(of contact: Contact) -> Set<String> {
    var keys = keys(phone: contact.phone, email: contact.email)
    for identity in contact.identities where identity.kind == .whatsapp {
      if let phone = phoneKey(identity.externalID) { keys.insert(phone) }
    }
    return keys
  }

  /// By these somebody who has not written yet is recognised.
  static func keys(phone: String?, email: String?) -> Set<String> {
    Set([phone.flatMap(phoneKey), email.map(folded)].compactMap { $0 })
  }

  /// Numbers are the same when their last nine digits are: before these stand country and trunk prefixes, which people
  /// write or leave out. Nil for what is too short to be told apart.
  private static func phoneKey(_ phone: String) -> String? {
    let digits = digits(phone)
    return digits.count >= 7 ? String(digits.suffix(9)) : nil
  }

  private static func numbers(_ phone: String) -> [String] {
    let digits = digits(phone)
    return digits.count > 9 ? [digits, String(digits.suffix(9))] : [digits]
  }

  /// Without the zeros at the beginning, with which a number is dialled from somewhere.
  private static func digits(_ text: String) -> String {
    String(text.filter { $0.isASCII && $0.isNumber }.drop { $0 == "0" })
  }

  private static func isNumber(_ text: String) -> Bool {
    text.contains(where: \.isNumber) && text.allSatisfy { $0.isNumber || " +-().".contains($0) }
  }

  private static func words(_ text: String) -> [String] {
    folded(text).split { $0.isWhitespace || ",;\"«»()".contains($0) }.map(String.init)
  }

  /// Apostrophes are written in several ways.
  private static func folded(_ text: String) -> String {
    String(text.trimmed.lowercased().map { "’ʼ`".contains($0) ? "'" : $0 })
  }
}
