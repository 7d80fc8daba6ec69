import ArgumentParser
import Configuration
import Foundation
import Logging
import SystemPackage
import Yams

/// What the environment says, else the configuration file.
///
/// The library's readers take a value that is not understood for one that is missing. Here it is refused, for a server
/// that listens elsewhere than it was told to is found out late.
struct LaunchSources {
  private let environment: EnvironmentVariablesProvider
  private let file: FileProvider<YAMLSnapshot>?

  /// - Parameters:
  ///   - variables: an empty one counts as none.
  ///   - option: the path of the configuration file that was given as an option.
  ///   - known: the keys of a file.
  /// - Throws: ``ValidationError`` where the file cannot be read or has other keys.
  init(environment variables: [String: String], file option: String?, known: [String]) async throws {
    environment = EnvironmentVariablesProvider(environmentVariables: variables.filter { !$0.value.isEmpty })
    guard let path = option ?? variables["ANSWERBACK_CONFIG"], !path.isEmpty else {
      file = nil
      return
    }
    do {
      try Self.check(try String(contentsOfFile: path, encoding: .utf8), known, path)
      file = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
    } catch let error as ValidationError {
      throw error
    } catch let error as YamlError {
      throw ValidationError("The configuration file \(path) cannot be read: \(error.placed)")
    } catch {
      throw ValidationError("The configuration file \(path) cannot be read: it must be there, and a text in YAML.")
    }
  }

  func text(_ key: String) throws -> String? {
    guard case .string(let text) = try content(key, .string, "a text") else { return nil }
    return text
  }

  func number(_ key: String) throws -> Int? {
    guard case .int(let number) = try content(key, .int, "a number") else { return nil }
    return number
  }

  func flag(_ key: String) throws -> Bool? {
    guard case .bool(let flag) = try content(key, .bool, "true or false") else { return nil }
    return flag
  }

  private func content(_ key: String, _ type: ConfigType, _ what: String) throws -> ConfigContent? {
    do {
      if let found = try environment.value(forKey: ["answerback", key], type: type).value { return found.content }
    } catch {
      let variable = "ANSWERBACK_" + key.uppercased().replacing("-", with: "_")
      throw ValidationError("\(variable) must be \(what).")
    }
    do {
      return try file?.value(forKey: [key], type: type).value?.content
    } catch {
      throw ValidationError("«\(key)» in the configuration file must be \(what), without quotes around a number.")
    }
  }

  private static func check(_ text: String, _ known: [String], _ path: String) throws {
    guard let node = try Yams.compose(yaml: text) else { return }
    guard let mapping = node.mapping else { throw ValidationError("\(path) is no list of keys with their values.") }
    for case let key? in mapping.map(\.key.string) where !known.contains(key) {
      throw ValidationError("«\(key)» in \(path) is not known; known are \(known.joined(separator: ", ")).")
    }
  }
}
