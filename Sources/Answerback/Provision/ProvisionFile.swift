import Foundation
import Recovery
import Yams

/// Reads the YAML of `answerback provision`.
enum ProvisionFile {
  /// - Parameter folder: where the files that the text names are looked for.
  /// - Throws: ``InvalidInput`` that names the entry which is not understood.
  static func read(_ text: String, in folder: URL) throws -> Provision {
    let root: ProvisionEntry
    do {
      root = ProvisionEntry(try Yams.compose(yaml: text) ?? Node.mapping(Node.Mapping([])), at: "")
    } catch let error as YamlError {
      throw InvalidInput(field: "file", message: "This is not YAML, \(error.placed)")
    }
    try root.allow(["settings", "skills", "queues", "operators", "channels", "contacts"])
    var provision = Provision()
    provision.settings = try settings(root)
    provision.skills = try root.texts("skills")
    provision.queues = try root.entries("queues").map(queue)
    provision.operators = try root.entries("operators").map { try person($0, folder) }
    provision.channels = try root.entries("channels").map(channel)
    provision.contacts = try root.entries("contacts").map(contact)
    return provision
  }

  private static func settings(_ root: ProvisionEntry) throws -> [String: Setting.Value] {
    guard let entry = try root.entry("settings") else { return [:] }
    return try entry.mapValues { value in
      if let flag = value.bool { return .boolean(flag) }
      if let number = value.int { return .integer(Int64(number)) }
      return value.string.map { .text($0) }
    }
  }

  private static func queue(_ entry: ProvisionEntry) throws -> Provision.QueueEntry {
    try entry.allow(["name", "skills", "answer-within", "escalate-after", "reply-within", "hours"])
    let within = try entry.duration("answer-within") ?? .seconds(60)
    return Provision.QueueEntry(
      name: try entry.text("name"), skills: try entry.texts("skills"),
      rule: MissedRule(answerWithin: within, hours: try entry.entry("hours").map(hours)),
      times: QueueTimes(
        escalateAfter: try entry.duration("escalate-after"), replyWithin: try entry.duration("reply-within")))
  }

  private static func hours(_ entry: ProvisionEntry) throws -> WorkingHours {
    var spans = try entry.mapValues { $0.string }
    guard let zone = spans.removeValue(forKey: "zone") else {
      throw InvalidInput(field: "\(entry.path).zone", message: "Working hours need a time zone.")
    }
    do {
      return try WorkingHours(zone: zone, spans: spans)
    } catch {
      // They are `hours` wherever they stand.
      throw InvalidInput(field: entry.path + error.field.dropFirst("hours".count), message: error.message)
    }
  }

  private static func person(_ entry: ProvisionEntry, _ folder: URL) throws -> Provision.OperatorEntry {
    try entry.allow(["login", "name", "role", "skills", "locale", "zone", "password", "password-file"])
    return Provision.OperatorEntry(
      login: try entry.text("login"), name: try entry.text("name"), role: try entry.choice("role", default: .operator),
      skills: try entry.texts("skills"), locale: try entry.locale(), timeZone: try entry.timeZone(),
      password: try entry.password(folder))
  }

  private static func channel(_ entry: ProvisionEntry) throws -> Provision.ChannelEntry {
    let kind: ChannelKind = try entry.choice("kind", default: nil)
    let known = ["name", "kind", "queue", "owner"]
    try entry.allow(known + ChannelOptions.names(of: kind))
    var options: [String: String] = [:]
    for name in ChannelOptions.names(of: kind) {
      if let text = try entry.optionalTexts(name)?.joined(separator: " ") { options[name] = text }
    }
    try ChannelOptions.check(options, of: kind, at: entry.path + ".")
    return Provision.ChannelEntry(
      name: try entry.name("name"), kind: kind, queue: try entry.optionalText("queue"),
      owner: try entry.optionalText("owner"), options: options)
  }

  private static func contact(_ entry: ProvisionEntry) throws -> Provision.ContactEntry {
    try entry.allow(["name", "owner", "phone", "email", "identities"])
    return Provision.ContactEntry(
      name: try entry.text("name"), owner: try entry.optionalText("owner"), phone: try entry.optionalText("phone"),
      email: try entry.optionalText("email"),
      identities: try entry.entries("identities").map(identity))
  }

  private static func identity(_ entry: ProvisionEntry) throws -> Contact.Identity {
    try entry.allow(["kind", "id"])
    return Contact.Identity(kind: try entry.choice("kind", default: nil), externalID: try entry.text("id"))
  }
}
