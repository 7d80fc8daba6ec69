import Hummingbird
import Recovery

extension WebApplication {
  func answer(
    _ page: AdministrationPage, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    try await pages.answer(page.page, to: context, for: viewer)
  }

  /// Does `work`; what it refuses is shown on the page that `again` makes, for browsers.
  func orShowAgain(
    _ context: WebContext, _ viewer: Operator, _ work: () async throws -> Response,
    again: (AdministrationPage.Form.Refusal) async throws -> AdministrationPage
  ) async throws -> Response {
    do {
      return try await work()
    } catch {
      guard context.form == .page, let refusal = WebError(error), [400, 409].contains(refusal.status.code) else {
        throw error
      }
      let message = pages.message(of: refusal, Language(locale: viewer.locale))
      var page = try await again(.init(field: refusal.field, message: message))
      page.status = refusal.status
      return try await answer(page, context, viewer)
    }
  }
}

extension WebContext {
  /// Leads a browser on, and tells a program what is there now.
  func done(elseTo address: String, _ members: (inout JSONWriter) -> Void) -> Response {
    form == .page ? .redirect(to: address) : .json(members)
  }
}

extension SaveOutcome {
  /// The id of what was saved.
  ///
  /// - Throws: ``WebError`` where it was not.
  func id(_ field: String = "name") throws(WebError) -> String {
    switch self {
    case .saved(let id): return id
    case .nameTaken: throw WebError(.conflict, "already_exists", field: field)
    case .changedMeanwhile: throw WebError(.conflict, "saved_meanwhile")
    case .missing: throw .notFound
    }
  }
}

extension ActivationOutcome {
  /// - Throws: ``WebError`` where it was not done.
  func check() throws(WebError) {
    switch self {
    case .done: return
    case .changedMeanwhile: throw WebError(.conflict, "saved_meanwhile")
    case .lastAdministrator: throw WebError(.conflict, "last_administrator")
    case .missing: throw .notFound
    }
  }
}

extension Input {
  /// The text of a field that must be there; where a program leaves it out, it stays as it is.
  func name(_ field: String, or current: String?) throws(WebError) -> String {
    if let text = try someText(field, limit: 100) { return text }
    guard !has(field), let current else { throw WebError(.badRequest, "required", field: field) }
    return current
  }

  /// A field that may be empty; where a program leaves it out, it stays as it is.
  func optional(_ field: String, or current: String?, limit: Int = 100) throws(WebError) -> String? {
    has(field) ? try someText(field, limit: limit) : current
  }

  /// What is ticked in a form, or a program's list; where a program leaves it out, it stays as it is.
  func list(_ field: String, or current: [String]) throws(WebError) -> [String] {
    guard !has(field) else { return try texts(field, limit: 50) }
    return isForm ? [] : current
  }

  /// What was ticked in a form that is shown again.
  func ticked(_ field: String) -> [String] { (try? texts(field, limit: 50)) ?? [] }

  /// A time such as `60s`.
  func duration(_ field: String) throws(WebError) -> Duration? {
    guard let text = try someText(field, limit: 20) else { return nil }
    guard let span = DurationText.read(text) else { throw WebError(.badRequest, "not_a_time", field: field) }
    return span
  }
}
