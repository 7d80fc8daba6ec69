import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /my-settings`: how this operator wants to be alerted, and their password.
  func showMySettings(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard context.form != .json else {
      let preferences = try await recovery.alertPreferences(of: viewer)
      return .json { $0.members(of: preferences) }
    }
    let query = try Query(request)
    let done: Fields = ["saved": query["saved"] == "1", "passwordChanged": query["password"] == "changed"]
    return try await mySettingsPage(done, context, viewer)
  }

  /// - Parameter said: what was just done or refused.
  func mySettingsPage(
    _ said: Fields, _ context: WebContext, _ viewer: Operator, status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let preferences = try await recovery.alertPreferences(of: viewer)
    let fields: Fields = [
      "desktop": preferences.desktop, "sound": preferences.sound, "repeated": preferences.repeated, "saved": false,
      "passwordChanged": false, "passwordError": false, "login": viewer.login,
      "shortestPassword": Recovery.passwordLengths.lowerBound,
    ]
    let title = pages.wording(for: viewer).text("mySettings.title")
    var page = Page("my-settings", title: title, fields.merging(said))
    page.status = status
    return try await pages.answer(page, to: context, for: viewer)
  }

  /// `PATCH /my-settings`. What a program leaves out stays as it is.
  func changeMySettings(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    var preferences = try await recovery.alertPreferences(of: viewer)
    preferences.desktop = try input.flag("desktop", else: preferences.desktop)
    preferences.sound = try input.flag("sound", else: preferences.sound)
    preferences.repeated = try input.flag("repeated", else: preferences.repeated)
    try await recovery.save(preferences, of: viewer)
    guard context.form == .json else { return .redirect(to: "/my-settings?saved=1") }
    return .json { $0.members(of: preferences) }
  }
}

extension Input {
  /// Whether something is wanted: a box of a form, which is left out when it is not ticked, or a Boolean.
  ///
  /// - Parameter present: what holds where a program leaves it out.
  fileprivate func flag(_ field: String, else present: Bool) throws(WebError) -> Bool {
    switch self[field] {
    case .bool(let flag)?: return flag
    case .string("true")? where isForm: return true
    case nil: return isForm ? false : present
    default: throw .invalid(field)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func members(of preferences: AlertPreferences) {
    member("desktop", preferences.desktop)
    member("sound", preferences.sound)
    member("repeated", preferences.repeated)
  }
}
