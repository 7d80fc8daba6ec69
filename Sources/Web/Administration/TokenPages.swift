import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /tokens`: by which programs act for operators, without the tokens themselves. Administrators only.
  func listTokens(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard context.form != .json else {
      let tokens = try await recovery.tokens()
      return .json { json in json.member("tokens", array: tokens) { $0.token($1) } }
    }
    return try await answer(try await tokenPage(nil, nil, viewer), context, viewer)
  }

  /// `POST /tokens`: `{"name","operator"}` with the operator's login; the answer shows the token, this once.
  /// Administrators only.
  func addToken(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await orShowAgain(context, viewer) {
      let name = try input.name("name", or: nil)
      let login = try input.name("operator", or: nil)
      guard let token = try await recovery.createToken(login: login, named: name, by: viewer) else {
        throw WebError.invalid("operator")
      }
      guard context.form == .page else { return .json(status: .created) { $0.member("token", token) } }
      var page = try await tokenPage(nil, nil, viewer)
      page.secret = .init(label: pages.wording(for: viewer).text("admin.tokenOnce"), value: token)
      page.status = .created
      return try await answer(page, context, viewer)
    } again: {
      try await tokenPage(input, $0, viewer)
    }
  }

  /// `DELETE /tokens/:id`: ends it at once. Administrators only.
  func revokeToken(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard try await recovery.revoke(token: try context.id, by: viewer) else { throw WebError.notFound }
    return context.form == .page ? .redirect(to: "/tokens") : .noContent
  }

  private func tokenPage(
    _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("admin.tokens"), in: .integrations,
      under: .init(text: wording.text("nav.integrations"), href: "/integrations"),
      lead: wording.text("admin.tokensLead"))
    let chosen = input?.typed("operator")
    let people = try await recovery.directory().operators.values.byName().map {
      Choice($0.login, $0.name, selected: $0.login == chosen)
    }
    let form = AdministrationPage.Form(
      action: "/tokens", submit: wording.text("admin.createToken"),
      inputs: [
        .text(
          "name", wording.text("field.name"), input?.typed("name") ?? "", hint: wording.text("admin.tokenNameHint"),
          required: true),
        .choice("operator", wording.text("field.operator"), people),
      ],
      refusal: refusal)
    page.parts = [.init(table: wording.tokens(try await recovery.tokens())), .init(form: form)]
    return page
  }
}

extension Wording {
  fileprivate func tokens(_ tokens: [TokenRecord]) -> AdministrationPage.Table {
    let columns = ["field.name", "field.operator", "column.created", "admin.used", "column.actions"]
    return AdministrationPage.Table(
      columns: columns.map { text($0) },
      rows: tokens.map { token in
        let name = token.name.isEmpty ? text("admin.unnamed") : token.name
        let revoke = AdministrationPage.Button(
          label: text("admin.revoke"), action: "/tokens/\(token.id)", method: "DELETE",
          asks: (text("admin.revokeAsk"), text("admin.revoke")), aria: "\(text("admin.revoke")): \(name)",
          isSmall: true)
        return .init(
          id: token.id,
          cells: [
            .text(name), .text(token.operator.name), .time(time.fields(token.createdAt)),
            token.usedAt == nil ? .muted(text("admin.never")) : .time(time.fields(token.usedAt)), .buttons([revoke]),
          ])
      },
      empty: text("admin.noTokens"), cut: cut(tokens.count))
  }
}

extension JSONWriter {
  fileprivate mutating func token(_ token: TokenRecord) {
    object {
      $0.member("id", token.id)
      $0.member("name", token.name)
      $0.member("operator", token.operator)
      $0.member("createdAt", token.createdAt)
      $0.member("usedAt", token.usedAt)
    }
  }
}
