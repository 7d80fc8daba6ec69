import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /views`: the saved views of the Activities section.
  func listViews(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let views = try await recovery.views(of: viewer)
    return .json { json in
      json.member("views", array: views) { json, view in json.object { $0.members(of: view) } }
    }
  }

  /// `POST /views`: saves filters, order and columns under a name.
  func saveView(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let name = try input.someText("name", limit: 200) ?? ""
    let query = try await canonical(try input.text("query", limit: SavedView.longestQuery) ?? "", viewer)
    let isShared = input.isTicked("shared")
    switch try await recovery.saveView(name, query: query, isShared: isShared, by: viewer) {
    case .saved(let view): return context.changed(view)
    case .nameTaken: throw WebError(.conflict, "name_taken", field: "name")
    case .tooMany: throw WebError(.conflict, "too_many_views", field: "name")
    case .forbidden: throw WebError.forbidden
    }
  }

  /// `PATCH /views/:id`: gives it another name.
  func renameView(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let name = try input.someText("name", limit: 200) ?? ""
    switch try await recovery.renameView(try context.id, to: name, by: viewer) {
    case .changed(let view): return context.changed(view)
    case .nameTaken: throw WebError(.conflict, "name_taken", field: "name")
    case .missing: throw WebError.notFound
    }
  }

  /// `DELETE /views/:id`.
  func deleteView(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard try await recovery.deleteView(try context.id, by: viewer) else { throw WebError.notFound }
    return context.done(elseTo: "/activities")
  }

  /// The query as the section itself writes it, so that a view can be recognised by it.
  ///
  /// - Throws: ``WebError`` 400 where the section would refuse it.
  private func canonical(_ text: String, _ viewer: Operator) async throws -> String {
    let query = try Query(text)
    return try ActivityQuery(
      query, viewer: viewer, directory: try await recovery.directory(), now: recovery.time.now()
    ).text
  }
}

extension Input {
  /// Whether a box is ticked, or the member true.
  fileprivate func isTicked(_ field: String) -> Bool {
    switch self[field] {
    case .bool(let flag): flag
    case .string(let text): !text.isEmpty && text != "false"
    default: false
    }
  }
}

extension WebContext {
  fileprivate func changed(_ view: SavedView) -> Response {
    if form == .page { return .redirect(to: view.query.isEmpty ? "/activities" : "/activities?\(view.query)") }
    return .json { $0.members(of: view) }
  }
}

extension JSONWriter {
  fileprivate mutating func members(of view: SavedView) {
    member("id", view.id)
    member("name", view.name)
    member("query", view.query)
    member("shared", view.isShared)
    member("by", view.maker)
  }
}
