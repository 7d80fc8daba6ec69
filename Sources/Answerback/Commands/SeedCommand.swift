import ArgumentParser
import Foundation
import Recovery

/// Fills a database for measuring.
struct SeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed", abstract: "Fills an empty database for measuring.", shouldDisplay: false)

  @OptionGroup var store: StoreOptions

  @Option(help: "How many operators there are; two work in each queue.")
  var operators = 1000

  @Option(help: "How many queues there are.")
  var queues = 500

  @Option(help: "How many Activities there are; one in ten is not started, of queue n modulo the queues.")
  var activities = 100_000

  @Option(name: .customLong("shared-queue"), help: "How many operators one more queue has.")
  var sharedQueue = 0

  @Option(name: .customLong("shared-activities"), help: "How many not started Activities that queue has.")
  var sharedActivities = 0

  @Flag(help: "Also writes what happened to them, and counts it for the reports.")
  var history = false

  @Option(help: "A file for the operators' headers, a line each: those of queue n in lines 2n and 2n + 1.")
  var tokens: String

  @Option(help: "A file for the ids of the not started Activities, line n of queue n modulo the queues.")
  var ids: String

  func run() async throws {
    let settings = try await LaunchSettings(store)
    try await withRecovery(settings) { recovery in
      let desk = SeededDesk(operators: operators, queues: queues, shared: sharedQueue)
      try await recovery.apply(desk.provision)
      try await write(desk.tokens(recovery), to: tokens)
      let seeding = try await Seeding(recovery: recovery, withHistory: history)
      try await write(seeding.fill(desk, activities), to: ids)
      try await write(seeding.fillShared(desk, sharedActivities), to: "\(ids).shared")
      // Before it is served, so that this is no part of what is measured.
      try await recovery.indexContacts()
      if history { try await recovery.countWholeHistory() }
    }
  }

  private func write(_ lines: [String], to path: String) throws {
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }
}
