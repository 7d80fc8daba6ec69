import Hummingbird
import Recovery

/// Makes whole pages: what a feature has to show, in the frame that all have.
struct Pages: Sendable {
  let recovery: Recovery
  let templates: PageTemplates
  let live: LiveHub

  func catalogue(_ language: Language) -> Catalogue { templates.catalogue(language) }

  /// The words for somebody's pages.
  func wording(for viewer: Operator) -> Wording {
    Wording(catalogue(Language(locale: viewer.locale)), zone: viewer.timeZone)
  }

  func render(_ template: String, _ fields: Fields, _ language: Language) throws -> String {
    try templates.render(template, fields, language)
  }
}
