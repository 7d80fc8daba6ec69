/// A language of the pages.
enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case ukrainian = "uk"

  /// The language of an operator's locale; English where we do not have theirs.
  init(locale: String) { self = Language(rawValue: locale) ?? .english }

  /// The first language of an `Accept-Language` field that we have, quality values aside: browsers list the best first.
  init(acceptLanguage: String?) {
    let wanted = (acceptLanguage ?? "").split(separator: ",").lazy.compactMap { range in
      Language(rawValue: String(range.drop { $0 == " " }.prefix(2)).lowercased())
    }
    self = wanted.first ?? .english
  }

  /// Which plural form a number takes (Unicode CLDR, https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
  func pluralForm(of number: Int) -> String {
    switch self {
    case .english: return number == 1 ? "one" : "other"
    case .ukrainian:
      let lastTwo = number % 100
      switch number % 10 {
      case 1 where lastTwo != 11: return "one"
      case 2...4 where !(12...14).contains(lastTwo): return "few"
      default: return "many"
      }
    }
  }
}
