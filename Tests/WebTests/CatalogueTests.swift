import Foundation
import Testing

@testable import Web

@Suite struct CatalogueTests {
  private let catalogues: [Language: Catalogue]
  private let folder: URL

  init() throws {
    folder = PageTemplates.folder
    catalogues = try PageTemplates.catalogues(folder.appendingPathComponent("Catalogues"))
  }

  private var english: Catalogue {
    get throws { try #require(catalogues[.english]) }
  }

  @Test func `Both languages have the same texts, apart from plural forms`() throws {
    let forms: Set<String> = ["one", "few", "many", "other"]
    func keys(_ language: Language) throws -> Set<String> {
      let keys = try #require(catalogues[language]).texts.keys
      return Set(
        keys.map { key in
          let parts = key.split(separator: ".")
          guard let last = parts.last, forms.contains(String(last)) else { return key }
          return parts.dropLast().joined(separator: ".") + ".*"
        })
    }
    #expect(try keys(.english) == keys(.ukrainian))
  }

  @Test(arguments: Language.allCases)
  func `Texts that are counted have all forms of their language`(_ language: Language) throws {
    let needed: Set<String> = Set((0...200).map { language.pluralForm(of: $0) })
    let texts = try #require(catalogues[language]).texts
    let counted = try english.texts.keys.filter { $0.hasSuffix(".one") }.map { $0.dropLast(4) }
    #expect(!counted.isEmpty)
    for key in counted { for form in needed { #expect(texts["\(key).\(form)"] != nil, "\(key).\(form)") } }
  }

  @Test func `Both languages name the same parameters`() throws {
    let ukrainian = try #require(catalogues[.ukrainian])
    for (key, text) in try english.texts {
      guard let other = ukrainian.texts[key] else { continue }
      #expect(Self.parameters(text) == Self.parameters(other), "\(key)")
    }
  }

  private static func parameters(_ text: String) -> Set<Substring> {
    Set(text.matches(of: /\{[a-z]+\}/).map(\.output))
  }

  @Test func `Every text that a template uses is there`() throws {
    let texts = try english.texts
    let templates = folder.appendingPathComponent("Templates")
    for file in try FileManager.default.contentsOfDirectory(atPath: templates.path) {
      let template = try String(contentsOf: templates.appendingPathComponent(file), encoding: .utf8)
      for match in template.matches(of: /\{\{[{&]?t\.([A-Za-z0-9_.]+)\}/) {
        let key = String(match.1)
        // Plural forms that only one language has are left empty in the other.
        if key.hasSuffix(".few") || key.hasSuffix(".many") { continue }
        #expect(texts[key] != nil, "\(file): \(key)")
      }
    }
  }

  @Test func `Every code that records carry has its words`() throws {
    let texts = try english.texts
    var keys = ActivityCodes.all
    keys += ["role.operator", "role.supervisor", "role.administrator", "error.other", "type.missedChat"]
    for key in keys { #expect(texts[key] != nil, "\(key)") }
  }

  @Test func `Numbers are counted as Ukrainian counts`() {
    let forms = [1, 2, 5, 11, 12, 21, 22, 25, 101, 111].map { Language.ukrainian.pluralForm(of: $0) }
    #expect(forms == ["one", "few", "many", "many", "many", "one", "few", "many", "one", "many"])
  }

  @Test func `A key that is the beginning of another is refused`() {
    #expect(throws: TextTree.Collision.self) { try TextTree(["a": "1", "a.b": "2"]) }
  }
}
