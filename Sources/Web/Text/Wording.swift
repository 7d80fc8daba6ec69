import Recovery

/// How records are put into words, for one language and time zone.
struct Wording: Sendable {
  let catalogue: Catalogue
  let time: TimeText

  /// - Parameter zone: an IANA name; nil for bytes that people of several zones share.
  init(_ catalogue: Catalogue, zone: String?) {
    self.catalogue = catalogue
    time = TimeText(catalogue.language, zone: zone)
  }

  func text(_ key: String, _ parameters: [String: String] = [:]) -> String { catalogue.text(key, parameters) }

  func reference(_ reference: Reference) -> Fields { ["id": reference.id, "name": reference.name] }

  func reference(_ reference: Reference?) -> any Sendable { Fields.optional(reference.map { self.reference($0) }) }

  /// The values that tell on which platform something happened.
  func messenger(_ messenger: String) -> Fields {
    let kind = ChannelKind(messenger: messenger)
    return [
      "messenger": messenger, "icon": kind?.rawValue ?? "web",
      "messengerText": kind.map { text("messenger.\($0.rawValue)") } ?? messenger,
    ]
  }

  /// The readable form of a result's code; results are free text for programs.
  func result(_ code: String) -> String { catalogue.text(ifAny: "result.\(code)") ?? code }
}

extension ChannelKind {
  /// Reads both the code (`telegram`) and what operators read (`Telegram`).
  init?(messenger text: String) {
    guard let kind = Self.allCases.first(where: { $0.messenger == text || $0.rawValue == text }) else { return nil }
    self = kind
  }
}

/// One choice of a list.
struct Choice {
  let value: String
  let text: String
  let selected: Bool

  init(_ value: String, _ text: String, selected: Bool) {
    self.value = value
    self.text = text
    self.selected = selected
  }

  var fields: Fields { ["value": value, "text": text, "selected": selected] }
}
