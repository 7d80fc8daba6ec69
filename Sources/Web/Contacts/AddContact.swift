import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /contacts/new`.
  func newContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await answer(try await newContactPage(nil, nil, viewer), context, viewer)
  }

  /// `POST /contacts`: `{"name","phone","email","owner"}`. Whoever has this phone or e-mail already is answered instead of
  /// a second one, with 200. Only supervisors choose an owner; what an operator adds is theirs.
  func addContact(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await orShowAgain(context, viewer) {
      let new = try entered(input, viewer)
      let owner = viewer.seesEverything ? try input.someText("owner", limit: 64) : nil
      switch try await recovery.addContact(new, owner: owner, by: viewer) {
      case .added(let contact): return answer(contact, .created, "added", context)
      case .known(let contact): return answer(contact, .ok, "known", context)
      case .noSuchOperator: throw WebError.invalid("owner")
      }
    } again: {
      try await newContactPage(input, $0, viewer)
    }
  }

  private func entered(_ input: Input, _ viewer: Operator) throws(WebError) -> ContactChange {
    guard let name = try input.someText("name", limit: Recovery.longestName) else {
      throw WebError(.badRequest, "required", field: "name")
    }
    return ContactChange(
      name: pages.wording(for: viewer).stored(contactName: name),
      phone: try input.someText("phone", limit: Recovery.longestPhone),
      email: try input.someText("email", limit: Recovery.longestEmail))
  }

  private func answer(
    _ contact: Contact, _ status: HTTPResponse.Status, _ done: String, _ context: WebContext
  ) -> Response {
    context.form == .page
      ? .redirect(to: "/contacts/\(contact.id)?done=\(done)") : .json(status: status) { $0.members(of: contact) }
  }

  private func newContactPage(
    _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("contact.new"), in: .contacts,
      under: .init(text: wording.text("contacts.title"), href: "/contacts"), lead: wording.text("contact.newLead"))
    var form = AdministrationPage.Form(
      action: "/contacts", submit: wording.text("admin.create"), back: "/contacts",
      inputs: wording.newContactInputs(input), refusal: refusal)
    if viewer.seesEverything { form.inputs.append(wording.ownerInput(input, try await recovery.directory())) }
    page.parts = [.init(form: form)]
    return page
  }
}

extension Wording {
  fileprivate func newContactInputs(_ input: Input?) -> [AdministrationPage.FormInput] {
    var inputs: [AdministrationPage.FormInput] = [
      .text(
        "name", text("contact.name"), input?.typed("name") ?? "", required: true, limit: Recovery.longestName),
      .text("phone", text("contact.phone"), input?.typed("phone") ?? "", limit: Recovery.longestPhone),
      .text("email", text("contact.email"), input?.typed("email") ?? "", limit: Recovery.longestEmail),
    ]
    inputs[1].mode = "tel"
    inputs[2].mode = "email"
    return inputs
  }

  fileprivate func ownerInput(_ input: Input?, _ directory: Directory) -> AdministrationPage.FormInput {
    let chosen = input?.typed("owner") ?? ""
    let people = directory.operators.values.byName().map {
      Choice($0.id, $0.name, selected: $0.id == chosen)
    }
    return .choice(
      "owner", text("column.owner"), [Choice("", text("contact.noOwner"), selected: chosen.isEmpty)] + people,
      hint: text("contact.ownerHint"))
  }
}
