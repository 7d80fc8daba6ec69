import Foundation
import Logging
import Recovery
import Storage
import TestSupport
import Testing

@testable import Answerback

/// The desk's file that docs/operating.md shows.
@Suite struct SampleDeskTests {
  @Test(arguments: Engine.available)
  func `the sample in the document makes a desk, with somebody who may administer it`(engine: Engine) async throws {
    let provision = try ProvisionFile.read(try Self.sample(), in: FileManager.default.temporaryDirectory)
    try await withDatabase(engine, migrations: Recovery.migrations) { database in
      let recovery = Recovery(database: database, time: TestTime(), logger: Logger(label: "test"))
      for _ in 0..<2 { try await recovery.apply(provision) }
      let people = try await recovery.directory().operators.values
      #expect(Set(people.map(\.role)) == [.administrator, .operator])
      #expect(try await recovery.directory().channels["site"]?.options == ["origins": "https://shop.example"])
    }
  }

  /// - Returns: the document's sample, with passwords in place of the files that hold them.
  private static func sample() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/operating.md"), encoding: .utf8)
    let yaml = try #require(text.components(separatedBy: "```yaml\n").dropFirst().first)
    let sample = try #require(yaml.components(separatedBy: "```").first)
    return sample.replacing(/password-file: \w+\.password/, with: "password: tea with raspberries")
  }
}
