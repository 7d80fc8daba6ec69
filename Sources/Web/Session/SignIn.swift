import HTTPTypes
import Hummingbird
import Recovery

extension WebApplication {
  /// `POST /session`: signs in. What is said to a wrong login and to a wrong password is the same.
  func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
    let input = try await request.input(context)
    let login = try input.requiredText("login", limit: 200)
    let password = try input.requiredText("password", limit: 1000)
    let next = try input.text("next", limit: 1000).flatMap(LocalPath.safe)
    let address = context.clientAddress(of: request, behindProxy: options.behindProxy)
    try limits.signIns.count(address, at: recovery.time.now())
    switch try await recovery.signIn(login: login, password: password, from: address) {
    case .signedIn(let session):
      limits.signIns.takeBack(address)
      return signedIn(session, context, next: next)
    case .refused: return try refused(WebError(.unauthorized, "invalid_credentials"), context, login, next)
    case .tooManyAttempts(let wait):
      return try refused(pages.tooManyAttempts(retryAfter: wait, context.language), context, login, next)
    }
  }

  private func signedIn(_ session: Session, _ context: WebContext, next: String?) -> Response {
    var response =
      context.form == .page
      ? Response.redirect(to: next ?? "/")
      : .json { json in json.member("operator", object: { $0.members(of: session.operator) }) }
    let life = (session.expiresAt - recovery.time.now()).components.seconds
    response.headers.append(cookie(session.token, maxAge: life))
    return response
  }

  private func refused(_ error: WebError, _ context: WebContext, _ login: String, _ next: String?) throws -> Response {
    guard context.form == .page else { throw error }
    let text = pages.message(of: error, context.language)
    var response = try signInPage(context, login: login, next: next, error: text, status: error.status)
    for field in error.headers { response.headers[field.name] = field.value }
    return response
  }

  /// `DELETE /session`: signs out, here and in the streams of this session. A program's token does not end so.
  func signOut(_ request: Request, _ context: WebContext) async throws -> Response {
    if let token = request.sessionToken {
      guard try await recovery.signOut(token: token) else { throw WebError.forbidden }
      live.end(session: token)
    }
    var response = context.form == .page ? Response.redirect(to: "/sign-in") : .noContent
    response.headers.append(cookie("", maxAge: 0))
    return response
  }

  private func cookie(_ value: String, maxAge: Int64) -> HTTPField {
    let secure = options.secureCookies ? "; Secure" : ""
    return HTTPField(
      name: .setCookie,
      value: "\(Authentication.cookie)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax\(secure)")
  }
}
