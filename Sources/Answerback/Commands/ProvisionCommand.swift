import ArgumentParser
import Foundation
import Recovery

struct ProvisionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "provision",
    abstract: "Brings settings, skills, queues, operators, channels and contacts to what a YAML file describes.")

  @OptionGroup var store: StoreOptions

  @Argument(help: "The YAML file. Repeating it changes nothing.")
  var file: String

  func run() async throws {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
      throw Refusal("\(file) cannot be read: it must be there, and a text.")
    }
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    do {
      let provision = try ProvisionFile.read(text, in: folder)
      try await withRecovery(LaunchSettings(store)) { try await $0.apply(provision) }
    } catch let error as InvalidInput {
      throw Refusal("\(file), \(error.field): \(error.message)")
    }
    print("The desk is as \(file) says.")
  }
}
