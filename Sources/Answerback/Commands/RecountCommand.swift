import ArgumentParser
import Foundation
import Recovery

/// Forgets the sums of the reports and counts the whole history once more.
struct RecountCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recount", abstract: "Counts the whole history for the reports once more.",
    discussion: """
      The reports are kept up to date by themselves; this is for a database whose history was changed by hand. A server \
      may run meanwhile: its reports say how far the counting has come.
      """)

  @OptionGroup var store: StoreOptions

  func run() async throws {
    let settings = try await LaunchSettings(store)
    try await withRecovery(settings) { recovery in
      try await recovery.countHistoryAnew()
      try await recovery.countWholeHistory { percent in print("\(percent)%") }
    }
  }
}

extension Recovery {
  /// Counts until there is no more to count, and tells each further hundredth.
  func countWholeHistory(_ tell: (Int) -> Void = { _ in }) async throws {
    var told = -1
    while try await countHistory(atOnce: 20_000) {
      let percent = try await countedPercent()
      if percent > told { tell(percent) }
      told = max(told, percent)
    }
    if told < 100 { tell(100) }
  }
}
