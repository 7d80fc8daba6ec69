import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /settings?code=`: the system settings whose code or name contains a text.
  func listSettings(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let wanted = try Query(request)["code"]
    let settings = try await recovery.settings(matching: wanted)
    if context.form == .json {
      return .json { json in json.member("settings", array: settings) { $0.setting($1) } }
    }
    let wording = pages.wording(for: viewer)
    let fields: Fields = [
      "code": wanted ?? "", "settings": settings.map(wording.row), "some": !settings.isEmpty,
    ]
    return try await pages.answer(
      Page("settings", title: wording.text("settings.title"), section: .settings, fields), to: context, for: viewer)
  }

  /// `GET /settings/:code`.
  func showSetting(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard let setting = try await recovery.setting(try context.code) else { throw WebError.notFound }
    guard context.form != .json else { return .json(setting) }
    let isSaved = try Query(request)["saved"] == "1"
    return try await page(of: setting, context, viewer, isSaved: isSaved, refusal: nil)
  }

  /// `PATCH /settings/:code`. Administrators only.
  func changeSetting(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    guard let setting = try await recovery.setting(try context.code) else { throw WebError.notFound }
    do {
      let value = try setting.value.read(input)
      switch try await recovery.change(
        setting: setting.code, to: value, by: viewer, seen: try input.integer("version"))
      {
      case .changed(let changed):
        return context.form == .page ? .redirect(to: "/settings/\(setting.code)?saved=1") : .json(changed)
      case .wrongType(let expected): throw WebError.wrongType(expected)
      case .changedMeanwhile: throw WebError(.conflict, "saved_meanwhile", field: "value")
      case .missing: throw WebError.notFound
      }
    } catch let refusal as WebError {
      guard context.form == .page, [400, 409].contains(refusal.status.code) else { throw refusal }
      // As it is stored now, with its version: saving again is then meant so.
      guard let setting = try await recovery.setting(setting.code) else { throw WebError.notFound }
      return try await page(of: setting, context, viewer, isSaved: false, refusal: refusal)
    }
  }

  private func page(
    of setting: Setting, _ context: WebContext, _ viewer: Operator, isSaved: Bool, refusal: WebError?
  ) async throws -> Response {
    let wording = pages.wording(for: viewer)
    let error = refusal.map { pages.message(of: $0, Language(locale: viewer.locale)) }
    let values = wording.card(setting)
    let fields: Fields = [
      "setting": values, "canChange": viewer.role == .administrator, "error": Fields.optional(error),
      "saved": isSaved, "changes": try await changes(of: setting, wording, viewer),
    ]
    var page = Page("setting", title: wording.name(of: setting), section: .settings, fields)
    page.status = refusal?.status ?? .ok
    return try await pages.answer(page, to: context, for: viewer)
  }
}

extension WebApplication {
  /// The last changes of a setting, for administrators.
  private func changes(of setting: Setting, _ wording: Wording, _ viewer: Operator) async throws -> any Sendable {
    guard viewer.role == .administrator else { return false }
    let audit = try await recovery.audit(of: .setting, setting.code, limit: 10)
    let next = audit.next == nil ? nil : "/audit?subject=setting&id=\(FormFields.encode(setting.code))"
    return wording.audit(audit, next: next, withSubject: false).fields
  }
}

extension WebContext {
  /// The code of a setting in the address.
  fileprivate var code: String {
    get throws(WebError) {
      guard let code = parameters.get("code"), code.utf8.count <= 200 else { throw .notFound }
      return code
    }
  }
}

extension WebError {
  static func wrongType(_ expected: String) -> WebError {
    var error = WebError(.badRequest, "wrong_type", field: "value")
    error.nameKey = "settings.\(expected.lowercased())"
    return error
  }
}
