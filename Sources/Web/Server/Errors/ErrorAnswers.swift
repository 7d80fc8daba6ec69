import Hummingbird
import Logging
import Recovery

/// Turns what was thrown into the answer that the client can read.
struct ErrorAnswers: Sendable {
  let pages: Pages
  let authentication: Authentication

  func answer(_ error: any Error, to request: Request, _ context: WebContext) async -> Response {
    let refusal = WebError(error) ?? fault(error, context.logger)
    let viewer = try? await authentication.viewer(of: request)
    let language = viewer.map { Language(locale: $0.locale) } ?? context.language
    if refusal.status == .unauthorized, context.form == .page, request.method.isSafe, request.uri.path != "/live" {
      return .redirect(to: SignInPage.address(next: request.uri.string))
    }
    var response =
      context.form == .page
      ? await pages.error(refusal, for: viewer, language)
      : pages.errorJSON(refusal, language)
    for field in refusal.headers { response.headers[field.name] = field.value }
    if refusal.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }

  private func fault(_ error: any Error, _ logger: Logger) -> WebError {
    logger.error("A request failed.", metadata: ["error": "\(error)"])
    return WebError(.internalServerError, "internal")
  }
}

extension Pages {
  /// `{"error":{"code","message","field","takenBy","at"}}`, of which those that do not apply are left out.
  func errorJSON(_ error: WebError, _ language: Language) -> Response {
    let message = message(of: error, language)
    return .json(status: error.status) { json in
      json.member(
        "error",
        object: { json in
          json.member("code", error.code)
          if let taken = error.taken {
            json.member("takenBy", taken.by)
            json.member("at", taken.at)
          }
          json.member("message", message)
          if let field = error.field { json.member("field", field) }
        })
    }
  }

  /// The sentence for a person.
  func message(of error: WebError, _ language: Language) -> String {
    let catalogue = catalogue(language)
    // The domain says what is wrong with a value in English only; for its fields the catalogues have a sentence each.
    if let message = error.message {
      if language == .english || error.code != "invalid" { return message }
      if let sentence = error.field.flatMap({ catalogue.text(ifAny: "invalid.\($0)") }) { return sentence }
    }
    let key = Self.sentences[error.code] ?? "error.\(error.code)"
    let name = error.nameKey.map { catalogue.text($0) } ?? error.name ?? ""
    return catalogue.text(catalogue.text(ifAny: key) == nil ? "error.other" : key, ["name": name])
  }

  /// Codes that programs tell apart and people need not.
  private static let sentences = [
    "not_found": "error.missing", "malformed_json": "error.malformed", "malformed_form": "error.malformed",
    "bad_request": "error.malformed", "unsupported_media_type": "error.malformed",
    "method_not_allowed": "error.malformed", "wrong_secret": "error.forbidden",
    "invalid_credentials": "signIn.refused",
  ]
}
