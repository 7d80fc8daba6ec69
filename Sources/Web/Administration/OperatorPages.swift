import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /operators?after=`: who works here. Supervisors only.
  func listOperators(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let operators = try await recovery.operators(after: try Query(request)["after"])
    guard context.form != .json else {
      return .json { json in
        json.member("operators", array: operators.operators) { json, one in json.object { $0.members(of: one) } }
        json.member("next", operators.next)
      }
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(wording.text("nav.operators"), in: .operators)
    let mayChange = viewer.role == .administrator
    if mayChange {
      page.links = [
        .init(text: wording.text("admin.newOperator"), href: "/operators/new"),
        .init(text: wording.text("admin.skills"), href: "/skills"),
      ]
    }
    page.parts = [.init(table: wording.operators(operators, linked: mayChange))]
    return try await answer(page, context, viewer)
  }

  /// `GET /operators/new`. Administrators only.
  func newOperator(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await answer(try await newOperatorPage(nil, nil, viewer), context, viewer)
  }

  /// `POST /operators`: the answer shows the first password, this once. Administrators only.
  func addOperator(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await orShowAgain(context, viewer) {
      let outcome = try await recovery.add(try input.operator(from: nil), by: viewer)
      let (id, password) = try outcome.saved()
      return try await answer(with: password, ofOperator: id, .created, context, viewer)
    } again: {
      try await newOperatorPage(input, $0, viewer)
    }
  }

  /// `GET /operators/:id`. Administrators only.
  func showOperator(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let overview = try await overview(ofOperator: try context.id)
    guard context.form != .json else { return .json { $0.members(of: overview) } }
    var page = try await operatorPage(overview, nil, nil, viewer)
    if page.notice == nil, try Query(request)["saved"] != nil { page.notice = pages.wording(for: viewer).savedNotice }
    return try await answer(page, context, viewer)
  }

  /// `PATCH /operators/:id`. Administrators only.
  func changeOperator(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let overview = try await overview(ofOperator: try context.id)
    return try await orShowAgain(context, viewer) {
      let outcome = try await recovery.change(
        operator: overview.operator.id, to: try input.operator(from: overview), seen: try input.integer("version"),
        by: viewer)
      return try await shown(try outcome.saved().id, context)
    } again: {
      try await operatorPage(overview, input, $0, viewer)
    }
  }

  /// `POST /operators/:id/password`: a new random one, shown this once; sessions end. Administrators only.
  func resetPassword(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    guard let password = try await recovery.resetPassword(ofOperator: id, by: viewer) else { throw WebError.notFound }
    live.end(operator: id)
    return try await answer(with: password, ofOperator: id, .ok, context, viewer)
  }

  /// `POST /operators/:id/deactivation`: they work here no more. Administrators only.
  func deactivateOperator(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let overview = try await overview(ofOperator: try context.id)
    return try await orShowAgain(context, viewer) {
      try await recovery.deactivate(
        operator: overview.operator.id, seen: try input.integer("version"), by: viewer
      ).check()
      live.end(operator: overview.operator.id)
      return try await shown(overview.operator.id, context)
    } again: {
      try await operatorPage(overview, nil, $0, viewer)
    }
  }

  /// `DELETE /operators/:id/deactivation`: they work here again. Administrators only.
  func activateOperator(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let overview = try await overview(ofOperator: try context.id)
    return try await orShowAgain(context, viewer) {
      try await recovery.activate(
        operator: overview.operator.id, seen: try input.integer("version"), by: viewer
      ).check()
      return try await shown(overview.operator.id, context)
    } again: {
      try await operatorPage(overview, nil, $0, viewer)
    }
  }

  private func overview(ofOperator id: String) async throws -> OperatorOverview {
    guard let found = try await recovery.overview(ofOperator: id) else { throw WebError.notFound }
    return found
  }

  private func shown(_ id: String, _ context: WebContext) async throws -> Response {
    guard context.form != .page else { return .redirect(to: "/operators/\(id)?saved=1") }
    let overview = try await overview(ofOperator: id)
    return .json { $0.members(of: overview) }
  }

  /// What cannot be shown again is in this answer only, so that browsers are not led elsewhere.
  private func answer(
    with password: String?, ofOperator id: String, _ status: HTTPResponse.Status, _ context: WebContext,
    _ viewer: Operator
  ) async throws -> Response {
    let overview = try await overview(ofOperator: id)
    guard context.form == .page else {
      return .json(status: status) {
        $0.members(of: overview)
        $0.member("password", password)
      }
    }
    var page = try await operatorPage(overview, nil, nil, viewer)
    let wording = pages.wording(for: viewer)
    page.secret = password.map { .init(label: wording.text("admin.passwordOnce"), value: $0) }
    page.status = status
    return try await answer(page, context, viewer)
  }
}

extension SaveOperatorOutcome {
  /// - Throws: ``WebError`` where it was not saved.
  fileprivate func saved() throws(WebError) -> (id: String, password: String?) {
    switch self {
    case .saved(let id, let password): return (id, password)
    case .nameTaken: throw WebError(.conflict, "already_exists", field: "login")
    case .changedMeanwhile: throw WebError(.conflict, "saved_meanwhile")
    case .lastAdministrator: throw WebError(.conflict, "last_administrator", field: "role")
    case .missing: throw .notFound
    }
  }
}
