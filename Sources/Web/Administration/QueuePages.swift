import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /queues`: the queues that the operator works in; all for supervisors.
  func listQueues(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let directory = try await recovery.directory()
    let queues = directory.queues(of: viewer)
    guard context.form != .json else {
      return .json { json in
        json.member("queues", array: queues) { json, queue in
          json.object { $0.members(of: queue, count: directory.members[queue.id]?.count ?? 0) }
        }
      }
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(wording.text("nav.queues"), in: .queues)
    let mayChange = viewer.role == .administrator
    if mayChange {
      page.links = [
        .init(text: wording.text("admin.newQueue"), href: "/queues/new"),
        .init(text: wording.text("admin.skills"), href: "/skills"),
      ]
    }
    page.parts = [
      .init(table: wording.queues(queues, directory, linked: mayChange))
    ]
    return try await answer(page, context, viewer)
  }

  /// `GET /queues/new`. Administrators only.
  func newQueue(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    try await answer(try await newQueuePage(nil, nil, viewer), context, viewer)
  }

  /// `POST /queues`. Administrators only.
  func addQueue(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await orShowAgain(context, viewer) {
      let outcome = try await recovery.save(try input.queue(from: nil), as: nil, seen: nil, by: viewer)
      return try await saved(try outcome.id(), .created, context)
    } again: {
      try await newQueuePage(input, $0, viewer)
    }
  }

  /// `GET /queues/:id`. Administrators only.
  func showQueue(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let record = try await recovery.queue(try context.id) else { throw WebError.notFound }
    guard context.form != .json else { return .json { $0.members(of: record) } }
    var page = try await queuePage(record, nil, nil, viewer)
    if page.notice == nil, try Query(request)["saved"] != nil { page.notice = pages.wording(for: viewer).savedNotice }
    return try await answer(page, context, viewer)
  }

  /// `PATCH /queues/:id`. Administrators only.
  func changeQueue(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    guard let record = try await recovery.queue(try context.id) else { throw WebError.notFound }
    return try await orShowAgain(context, viewer) {
      let queue = try input.queue(from: record.queue.entry)
      let outcome = try await recovery.save(
        queue, as: record.queue.id, seen: try input.integer("version"), by: viewer)
      return try await saved(try outcome.id(), .ok, context)
    } again: {
      try await queuePage(record, input, $0, viewer)
    }
  }

  private func saved(
    _ id: String, _ status: HTTPResponse.Status, _ context: WebContext
  ) async throws -> Response {
    guard context.form != .page else { return .redirect(to: "/queues/\(id)?saved=1") }
    guard let record = try await recovery.queue(id) else { throw WebError.notFound }
    return .json(status: status) { $0.members(of: record) }
  }

  private func newQueuePage(
    _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("admin.newQueue"), in: .queues,
      under: .init(text: wording.text("nav.queues"), href: "/queues"))
    let form = AdministrationPage.Form(
      action: "/queues", submit: wording.text("admin.create"), back: "/queues",
      inputs: wording.queueInputs(nil, input, skills: try await recovery.skills().map(\.name)),
      refusal: refusal)
    page.parts = [.init(form: form)]
    return page
  }

  private func queuePage(
    _ record: QueueRecord, _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    let queue = record.queue
    var page = AdministrationPage(
      queue.name, in: .queues,
      under: .init(text: wording.text("nav.queues"), href: "/queues"))
    let form = AdministrationPage.Form(
      action: "/queues/\(queue.id)", method: "PATCH", submit: wording.text("save"), back: "/queues",
      version: record.version,
      inputs: wording.queueInputs(queue, input, skills: try await recovery.skills().map(\.name)),
      refusal: refusal)
    let members = AdministrationPage.Table(
      columns: [wording.text("field.name")],
      rows: record.members.map { .init(cells: [.link($0.name, "/operators/\($0.id)")]) },
      empty: wording.text("admin.noMembers"), cut: wording.cut(record.members.count))
    page.parts = [
      .init(form: form), .init(heading: wording.text("admin.members"), table: members),
      try await auditPart(of: .queue, queue.id, wording),
    ]
    return page
  }
}
