import Foundation
import Mustache

/// The templates with the texts of all languages, loaded once.
struct PageTemplates: Sendable {
  let assets: AssetFiles
  private let library: MustacheLibrary
  private let catalogues: [Language: Catalogue]

  /// A template that is not there.
  struct Missing: Error {
    let name: String
  }

  /// Where templates, catalogues and assets lie.
  static var folder: URL { Bundle.module.bundleURL }

  /// Loads what lies beside this module.
  ///
  /// - Throws: where a template, a catalogue or an asset cannot be read.
  init() async throws {
    let folder = Self.folder
    assets = try AssetFiles(directory: folder.appendingPathComponent("Assets"))
    library = try await MustacheLibrary(directory: folder.appendingPathComponent("Templates").path)
    catalogues = try Self.catalogues(folder.appendingPathComponent("Catalogues"))
  }

  /// The catalogues of a folder, one file for each language.
  static func catalogues(_ folder: URL) throws -> [Language: Catalogue] {
    var catalogues: [Language: Catalogue] = [:]
    for language in Language.allCases {
      let json = try Data(contentsOf: folder.appendingPathComponent("\(language.rawValue).json"))
      catalogues[language] = try Catalogue(language: language, json: json)
    }
    return catalogues
  }

  func catalogue(_ language: Language) -> Catalogue {
    guard let catalogue = catalogues[language] else { preconditionFailure("Catalogues are loaded for all languages.") }
    return catalogue
  }

  /// Renders a template with what all of them need added to `fields`.
  func render(_ template: String, _ fields: Fields, _ language: Language) throws -> String {
    let common: Fields = ["t": catalogue(language).tree, "assets": assets.prefix, "lang": language.rawValue]
    guard let text = library.render(common.merging(fields), withTemplate: template) else {
      throw Missing(name: template)
    }
    return text
  }
}
