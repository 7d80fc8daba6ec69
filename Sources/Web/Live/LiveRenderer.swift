import Recovery

/// What an event is about.
enum LiveKind: String, Sendable {
  case notification, activity, chat, message
  /// What operators are told about the desk itself.
  case system
}

/// Why a notification no longer concerns somebody.
enum LiveReason: String, Sendable {
  case accepted, closed, declined, postponed, reassigned
  case answeredElsewhere = "answered_elsewhere"
}

/// Writes the data of events: JSON in one line with the row ready to insert.
struct LiveRenderer: Sendable {
  private let templates: PageTemplates
  private let wordings: [Language: Wording]

  init(templates: PageTemplates) {
    self.templates = templates
    // Times are told in UTC: operators of all zones share the bytes, and their pages write times anew.
    wordings = Dictionary(
      uniqueKeysWithValues: Language.allCases.map { ($0, Wording(templates.catalogue($0), zone: nil)) })
  }

  func data(of activity: Activity, _ language: Language) throws -> [UInt8] {
    let html = try html("activity-row", wording(language).row(activity), language)
    return Self.data(.activity) { $0.members(of: activity, html: html) }
  }

  func notification(_ activity: Activity, _ language: Language) throws -> [UInt8] {
    let html = try html("notification", wording(language).notification(activity, unread: true), language)
    return Self.data(.notification) { $0.members(of: activity, html: html) }
  }

  func withdrawal(of activity: Activity, _ reason: LiveReason, by person: Reference?) -> [UInt8] {
    Self.data(.notification) { json in
      json.member("activity", activity.id)
      json.member("reason", reason.rawValue)
      json.member("by", person)
      json.member("version", activity.version)
    }
  }

  func data(of message: ReceivedMessage, _ language: Language) throws -> [UInt8] {
    let html = try html("system-message", wording(language).row(message), language)
    return Self.data(.system) { json in
      json.member("message", message.id)
      json.member("html", html)
    }
  }

  func data(of chat: Chat, _ language: Language) throws -> [UInt8] {
    let html = try html("chat-row", wording(language).row(chat), language)
    return Self.data(.chat) { json in
      json.member("chat", chat.id)
      json.member("html", html)
    }
  }

  func data(of message: Message, in chat: Chat, _ language: Language) throws -> [UInt8] {
    let bubble = wording(language).bubble(message, customer: chat.contact.name)
    let html = try html("message", bubble, language)
    return Self.data(.message) { json in
      json.member("chat", chat.id)
      json.member("html", html)
    }
  }

  /// A message as the customer's page gets it.
  func customerData(of message: Message) -> [UInt8] {
    var writer = JSONWriter()
    writer.widgetMessage(message)
    return writer.bytes
  }

  private func wording(_ language: Language) -> Wording {
    guard let wording = wordings[language] else { preconditionFailure("There are words for all languages.") }
    return wording
  }

  private func html(_ template: String, _ fields: Fields, _ language: Language) throws -> String {
    try templates.render(template, fields, language)
  }

  private static func data(_ kind: LiveKind, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(capacity: 4096)
    writer.object { json in
      json.member("kind", kind.rawValue)
      members(&json)
    }
    return writer.bytes
  }
}

extension JSONWriter {
  fileprivate mutating func members(of activity: Activity, html: String) {
    member("activity", activity.id)
    member("chat", activity.chatID)
    member("version", activity.version)
    member("html", html)
  }
}
