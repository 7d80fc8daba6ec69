import Recovery

extension Wording {
  /// The values of a contact in a list.
  func row(_ contact: Contact) -> Fields {
    [
      "id": contact.id, "name": name(ofContact: contact.name), "phone": Fields.optional(contact.phone),
      "email": Fields.optional(contact.email), "owner": reference(contact.owner),
      "identities": contact.identities.prefix(4).map(identity), "created": time.fields(contact.createdAt),
      "mergeThis": text("contact.mergeThis", ["name": name(ofContact: contact.name)]),
    ]
  }

  func contact(_ contact: Contact) -> Fields {
    row(contact).merging([
      "identities": contact.identities.map(identity), "erased": time.fields(contact.erasedAt),
    ])
  }

  private func identity(_ identity: Contact.Identity) -> Fields {
    messenger(identity.kind.messenger).merging(["id": identity.externalID])
  }

  /// What the form holds: what was typed and refused, else what is saved.
  func typed(_ input: Input?, over contact: Contact) -> Fields {
    func value(_ name: String, _ saved: String?) -> String {
      if case .string(let text)? = input?[name] { return text }
      return saved ?? ""
    }
    return [
      "form": [
        "name": value("name", name(ofContact: contact.name)), "phone": value("phone", contact.phone),
        "email": value("email", contact.email),
      ] as Fields,
      "editing": input != nil,
    ]
  }

  /// What a search for a contact to merge found.
  func fields(of candidates: MergeCandidates, for search: String) -> Fields {
    [
      "q": search, "found": candidates.found.map(row), "some": !candidates.found.isEmpty,
      "further": Fields.optional(candidates.isCut ? "/contacts?q=\(FormFields.encode(search))" : nil),
    ]
  }

  /// The choices of an owner.
  func owners(of contact: Contact, _ directory: Directory) -> [Fields] {
    let people = directory.operators.values.byName()
    return [Choice("", text("contact.noOwner"), selected: contact.owner == nil).fields]
      + people.map { Choice($0.id, $0.name, selected: $0.id == contact.owner?.id).fields }
  }

  /// What happened between us and what was done to the contact.
  ///
  /// - Parameter part: only `chats` or only `activities`; nil for all.
  func fields(of card: ContactCard, only part: String?) -> Fields {
    func more(_ part: String, _ next: String?) -> any Sendable {
      Fields.optional(next.map { "/contacts/\(card.contact.id)?part=\(part)&after=\(FormFields.encode($0))" })
    }
    let (chats, activities) = (card.chats, card.activities)
    return [
      "whole": part == nil, "showsChats": part != "activities", "showsActivities": part != "chats",
      "chats": chats.chats.map(row), "chatsSome": !chats.chats.isEmpty, "chatsNext": more("chats", chats.next),
      "activities": activities.activities.map(row), "activitiesSome": !activities.activities.isEmpty,
      "activitiesNext": more("activities", activities.next), "steps": card.history.map(step),
      "stepsSome": !card.history.isEmpty,
    ]
  }

  private func step(_ entry: HistoryEntry) -> Fields {
    let detail = entry.what == .contactDesignated ? (entry.detail.isEmpty ? text("contact.noOwner") : entry.detail) : ""
    return [
      "what": text("history.\(entry.what.rawValue)"), "by": reference(entry.by), "at": time.fields(entry.at),
      "detail": Fields.optional(detail.isEmpty ? nil : detail),
    ]
  }
}

extension JSONWriter {
  mutating func members(of contact: Contact) {
    member("id", contact.id)
    member("name", contact.name)
    member("phone", contact.phone)
    member("email", contact.email)
    member("owner", contact.owner)
    member("createdAt", contact.createdAt)
    member("erasedAt", contact.erasedAt)
    member("identities", array: contact.identities) { json, identity in
      json.object {
        $0.member("kind", identity.kind.rawValue)
        $0.member("id", identity.externalID)
      }
    }
  }

  mutating func members(of card: ContactCard, _ doubles: [Contact]) {
    members(of: card.contact)
    member("chats", array: card.chats.chats) { $0.chat($1) }
    member("nextChats", card.chats.next)
    member("activities", array: card.activities.activities) { $0.activity($1) }
    member("nextActivities", card.activities.next)
    member("doubles", array: doubles) { json, double in json.object { $0.members(of: double) } }
    member("history", array: card.history) { json, entry in
      json.object {
        $0.member("at", entry.at)
        $0.member("what", entry.what.rawValue)
        $0.member("by", entry.by)
        $0.member("detail", entry.detail)
      }
    }
  }
}
