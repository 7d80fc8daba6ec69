import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /activities/:id`: the card.
  func showActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    guard context.form == .json else { return try await card(of: id, context, viewer) }
    guard let activity = try await recovery.activity(id, for: viewer) else { throw WebError.notFound }
    var writer = JSONWriter(capacity: 4096)
    writer.activity(activity, history: try await recovery.activityHistory(id, for: viewer) ?? [])
    return .json(writer)
  }

  /// `GET /activities/:id/preview`: the mini page.
  func previewActivity(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let activity = try await recovery.activity(try context.id, for: viewer) else { throw WebError.notFound }
    guard context.form != .json else { return .json(activity) }
    let wording = pages.wording(for: viewer)
    let rights = ActivityRights(of: viewer, to: activity, try await recovery.directory())
    return .html(
      try pages.render("preview", ["activity": wording.card(activity, rights)], Language(locale: viewer.locale)))
  }

  /// The card's page.
  ///
  /// - Parameters:
  ///   - refusal: what was refused just now, to be said on it.
  ///   - typed: what was typed and not saved, to be shown again.
  ///   - conflicts: what somebody else saved meanwhile.
  /// - Throws: ``WebError`` 404 where the viewer may not see it.
  func card(
    of id: String, _ context: WebContext, _ viewer: Operator, refusal: WebError? = nil, typed: Input? = nil,
    conflicts: [ActivityConflict] = []
  ) async throws -> Response {
    guard let activity = try await recovery.activity(id, for: viewer) else { throw WebError.notFound }
    let wording = pages.wording(for: viewer)
    let directory = try await recovery.directory()
    let rights = ActivityRights(of: viewer, to: activity, directory)
    let form = CardForm(activity: activity, typed: typed, wording: wording)
    let assignees = viewer.seesEverything && activity.status.isOpen ? wording.assignees(of: activity, directory) : []
    let history = try await recovery.activityHistory(id, for: viewer) ?? []
    let chat = try await conversation(activity.chatID, in: .activity, for: viewer, request: ConversationRequest())
    var page = Page(
      "activity", title: wording.subject(activity.subject), section: .activities,
      [
        "activity": wording.card(activity, rights).merging(form.fields),
        "merge": conflicts.isEmpty ? false : wording.conflicts(conflicts, on: activity, typed: typed) as any Sendable,
        "assignees": assignees, "canAssign": !assignees.isEmpty, "chat": Fields.optional(chat),
        "history": history.map(wording.entry), "fieldErrors": fieldErrors(refusal, viewer),
      ])
    if let refusal {
      page.status = refusal.status
      let text = pages.message(of: refusal, Language(locale: viewer.locale))
      page.notice = Page.Notice(kind: refusal.status == .conflict ? .warn : .error, text: text)
    }
    return try await pages.answer(page, to: context, for: viewer)
  }

  private func fieldErrors(_ refusal: WebError?, _ viewer: Operator) -> Fields {
    var fields: Fields = [:]
    for name in ["subject", "status", "priority", "due", "reminder", "result", "result_details", "notes"] {
      let isWrong = refusal?.field == name
      fields[name] = Fields.optional(
        isWrong ? refusal.map { pages.message(of: $0, Language(locale: viewer.locale)) } : nil)
    }
    return fields
  }

  /// Runs a change of an Activity. What it refuses is shown on the card to those who sent a plain form.
  func onCard(
    _ context: WebContext, _ viewer: Operator, typed: Input? = nil, _ change: (String) async throws -> Response
  ) async throws -> Response {
    let id = try context.id
    do {
      return try await change(id)
    } catch {
      guard context.form == .page, let refusal = WebError(error), refusal.isAboutContent else { throw error }
      return try await card(of: id, context, viewer, refusal: refusal, typed: typed)
    }
  }
}

extension WebError {
  /// Whether it is about what was asked for rather than about asking.
  var isAboutContent: Bool { status == .conflict || status == .badRequest || code == "not_yours" }
}

extension WebContext {
  /// The id in the address.
  var id: String {
    get throws(WebError) {
      guard let id = parameters.get("id"), id.utf8.count <= 64 else { throw .notFound }
      return id
    }
  }
}
