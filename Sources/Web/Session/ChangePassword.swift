import Hummingbird
import Recovery

extension WebApplication {
  /// `PUT /my-settings/password`: another password, typed twice. This session stays; the operator's other browsers must
  /// sign in again.
  func changePassword(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let address = context.clientAddress(of: request, behindProxy: options.behindProxy)
    try limits.signIns.count(address, at: recovery.time.now())
    do {
      try await changePassword(try await request.input(context), of: viewer, by: request, from: address)
    } catch {
      guard context.form == .page, let refusal = WebError(error) else { throw error }
      return try await refusedPassword(refusal, context, viewer)
    }
    limits.signIns.takeBack(address)
    return context.form == .page ? .redirect(to: "/my-settings?password=changed") : .noContent
  }

  private func changePassword(
    _ input: Input, of viewer: Operator, by request: Request, from address: String
  ) async throws {
    let present = try input.requiredText("password", limit: 1000)
    let new = try input.requiredText("newPassword", limit: .max)
    guard try input.text("repeated", limit: .max) == new else {
      throw WebError(.badRequest, "passwords_differ", field: "repeated")
    }
    let outcome = try await recovery.changePassword(
      of: viewer, from: present, to: new, keeping: request.sessionToken ?? "", at: address)
    switch outcome {
    case .changed: live.end(operator: viewer.id, butNot: request.sessionToken)
    case .refused: throw WebError(.forbidden, "wrong_password", field: "password")
    case .tooManyAttempts(let wait):
      throw pages.tooManyAttempts(retryAfter: wait, Language(locale: viewer.locale))
    }
  }

  private func refusedPassword(
    _ refusal: WebError, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    let text = pages.message(of: refusal, Language(locale: viewer.locale))
    let refused: Fields = ["passwordError": text]
    var response = try await mySettingsPage(refused, context, viewer, status: refusal.status)
    for field in refusal.headers { response.headers[field.name] = field.value }
    return response
  }
}

extension Pages {
  /// Too many wrong passwords, told in whole minutes.
  func tooManyAttempts(retryAfter wait: Duration, _ language: Language) -> WebError {
    let minutes = Int((wait.components.seconds + 59) / 60)
    var error = WebError.tooMany(retryAfter: wait)
    error.message = catalogue(language).text("signIn.tooMany", count: max(1, minutes))
    return error
  }
}
