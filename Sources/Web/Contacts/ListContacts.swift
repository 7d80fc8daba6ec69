import Hummingbird
import Recovery

extension WebApplication {
  func addContacts(to routes: inout Routes) {
    routes.add(.get, "/contacts", listContacts)
    routes.add(.get, "/contacts/new", newContact)
    routes.add(.post, "/contacts", addContact)
    routes.add(.get, "/contacts/:id", showContact)
    routes.add(.patch, "/contacts/:id", editContact)
    routes.add(.put, "/contacts/:id/owner", from: .supervisor, designateContact)
    routes.add(.post, "/contacts/:id/merges", from: .supervisor, mergeContact)
    routes.add(.get, "/contacts/:id/export", from: .supervisor, exportContact)
    routes.add(.post, "/contacts/:id/erasure", from: .administrator, eraseContact)
  }

  /// `GET /contacts?q=`: the customers that the operator may see.
  func listContacts(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let query = try Query(request)
    let text = query["q"]
    if let text, text.count > 200 { throw WebError.invalid("q") }
    let wording = pages.wording(for: viewer)
    let page = try await recovery.contacts(
      matching: text.map(wording.stored(contactSearch:)), after: query["after"], for: viewer)
    if context.form == .json {
      return .json { json in
        json.member("contacts", array: page.contacts) { json, contact in json.object { $0.members(of: contact) } }
        json.member("next", page.next)
        json.member("stoppedEarly", page.stoppedEarly)
      }
    }
    let next = page.next.map { place in
      let search = text.map { "q=\(FormFields.encode($0))&" } ?? ""
      return "/contacts?\(search)after=\(FormFields.encode(place))"
    }
    let fields: Fields = [
      "q": text ?? "", "contacts": page.contacts.map(wording.row), "some": !page.contacts.isEmpty,
      "searched": text != nil, "next": Fields.optional(next), "stoppedEarly": page.stoppedEarly,
      "showsTable": !page.contacts.isEmpty || page.stoppedEarly,
    ]
    return try await pages.answer(
      Page("contacts", title: wording.text("contacts.title"), section: .contacts, fields), to: context, for: viewer)
  }
}
