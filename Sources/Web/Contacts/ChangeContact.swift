import Hummingbird
import Recovery

extension WebApplication {
  /// `PATCH /contacts/:id`: saves name, phone and e-mail. What is left out stays; what is empty is deleted.
  func editContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    let input = try await request.input(context)
    do {
      guard case .found(let card) = try await recovery.contact(id, for: viewer) else { throw WebError.notFound }
      return try await answer(
        try await recovery.edit(contact: id, try change(input, of: card.contact, viewer), by: viewer), id, "saved",
        context)
    } catch {
      guard context.form == .page, let refusal = WebError(error), refusal.status == .badRequest else { throw error }
      return try await contactPage(id, ContactRequest(refusal: refusal, typed: input), context, viewer)
    }
  }

  private func change(_ input: Input, of contact: Contact, _ viewer: Operator) throws(WebError) -> ContactChange {
    var change = ContactChange(name: contact.name, phone: contact.phone, email: contact.email)
    if input.has("name") {
      guard let name = try input.someText("name", limit: Recovery.longestName) else {
        throw WebError(.badRequest, "required", field: "name")
      }
      change.name = pages.wording(for: viewer).stored(contactName: name)
    }
    if input.has("phone") { change.phone = try input.someText("phone", limit: Recovery.longestPhone) }
    if input.has("email") { change.email = try input.someText("email", limit: Recovery.longestEmail) }
    return change
  }

  /// `PUT /contacts/:id/owner`: designates the contact to one operator, or to nobody. Supervisors only.
  func designateContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    let owner = try await request.input(context).someText("owner", limit: 64)
    return try await answer(
      try await recovery.designate(contact: id, to: owner, by: viewer), id, "designated", context)
  }

  private func answer(
    _ outcome: ContactChangeOutcome, _ id: String, _ done: String, _ context: WebContext
  ) async throws -> Response {
    switch outcome {
    case .changed(let contact):
      guard context.form == .page else { return .json { $0.members(of: contact) } }
      return .redirect(to: "/contacts/\(id)?done=\(done)")
    case .noSuchOperator: throw WebError.invalid("owner")
    case .missing: throw WebError.notFound
    }
  }

  /// `POST /contacts/:id/merges`: makes another contact one with this one. Supervisors only.
  func mergeContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    let other = try await request.input(context).requiredText("contact", limit: 64)
    switch try await recovery.merge(contact: other, into: id, by: viewer) {
    case .merged(let contact):
      guard context.form == .page else { return .json { $0.members(of: contact) } }
      return .redirect(to: "/contacts/\(contact.id)?done=merged")
    case .notPossible: throw WebError(.conflict, "not_mergeable")
    case .missing: throw WebError.notFound
    }
  }

  /// `POST /contacts/:id/erasure`: deletes everything personal. Administrators only.
  func eraseContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    let input = try await request.input(context)
    if input.isForm, try input.someText("confirmed", limit: 10) == nil {
      throw WebError(.badRequest, "required", field: "confirmed")
    }
    switch try await recovery.erase(contact: id, by: viewer) {
    case .erased: return context.done(elseTo: "/contacts/\(id)?done=erased")
    case .activityOpen: throw WebError(.conflict, "erase_open")
    case .missing: throw WebError.notFound
    }
  }

  /// `GET /contacts/:id/export`: everything about the customer as a file. Supervisors only.
  func exportContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    guard let export = try await recovery.export(contact: id, for: viewer) else { throw WebError.notFound }
    var writer = JSONWriter(capacity: 64 * 1024)
    writer.export(export)
    var response = Response.json(writer)
    response.headers[.contentDisposition] = "attachment; filename=\"contact-\(id).json\""
    return response
  }
}

extension JSONWriter {
  fileprivate mutating func export(_ export: ContactExport) {
    object { json in
      json.members(of: export.contact)
      json.member("complete", !export.isCut)
      json.member("chats", array: export.chats) { $0.chat($1.chat, messages: $1.messages) }
      json.member("activities", array: export.activities) { $0.activity($1) }
    }
  }
}
