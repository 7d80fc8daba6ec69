import HTTPTypes
import Hummingbird
import Recovery

extension Pages {
  /// The page that says why something was refused. It reads as little as possible, for the store may be down.
  func error(_ error: WebError, for viewer: Operator?, _ language: Language) async -> Response {
    let catalogue = catalogue(language)
    let code = error.status.code
    let known = catalogue.text(ifAny: "errorPage.\(code).heading") != nil
    var page = Page(
      "error", title: catalogue.text("errorPage.\(known ? code : 500).heading"),
      ["status": code, "heading": catalogue.text("errorPage.\(known ? code : 500).heading")])
    page.fields["message"] =
      known && error.message == nil && error.name == nil
      ? catalogue.text("errorPage.\(code).message") : message(of: error, language)
    page.status = error.status
    if let viewer, error.status.code < 500, let answer = try? await framed(page, for: viewer) { return answer }
    let fields = frame(title: page.title, notice: nil, Wording(catalogue, zone: nil)).merging(page.fields)
    guard let text = try? render("error", fields, language) else { return errorJSON(error, language) }
    return .html(status: error.status, text)
  }

  private func framed(_ page: Page, for viewer: Operator) async throws -> Response {
    let fields = try await layout(page, for: viewer, withPanel: true).merging(page.fields)
    return .html(status: page.status, try render(page.template, fields, Language(locale: viewer.locale)))
  }
}
