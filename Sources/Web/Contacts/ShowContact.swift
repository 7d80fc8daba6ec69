import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /contacts/:id`.
  func showContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let card = try await recovery.contact(try context.id, for: viewer) else { throw WebError.notFound }
    guard context.form != .json else { return .json { $0.members(of: card) } }
    let wording = pages.wording(for: viewer)
    let fields: Fields = [
      "contact": wording.contact(card.contact), "chats": card.chats.map(wording.row),
      "chatsSome": !card.chats.isEmpty, "activities": card.activities.map(wording.row),
      "activitiesSome": !card.activities.isEmpty,
    ]
    return try await pages.answer(Page("contact", title: card.contact.name, fields), to: context, for: viewer)
  }
}

extension Wording {
  fileprivate func contact(_ contact: Contact) -> Fields {
    [
      "id": contact.id, "name": contact.name, "phone": Fields.optional(contact.phone),
      "email": Fields.optional(contact.email), "owner": reference(contact.owner),
      "identities": contact.identities.map { identity -> Fields in
        messenger(identity.kind.messenger).merging(["id": identity.externalID])
      },
    ]
  }
}

extension JSONWriter {
  fileprivate mutating func members(of card: ContactCard) {
    member("id", card.contact.id)
    member("name", card.contact.name)
    member("phone", card.contact.phone)
    member("email", card.contact.email)
    member("owner", card.contact.owner)
    member("identities", array: card.contact.identities) { json, identity in
      json.object {
        $0.member("kind", identity.kind.rawValue)
        $0.member("id", identity.externalID)
      }
    }
    member("chats", array: card.chats) { $0.chat($1) }
    member("activities", array: card.activities) { $0.activity($1) }
  }
}
