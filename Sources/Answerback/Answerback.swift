import ArgumentParser

/// The program: one executable for everything.
@main
struct Answerback: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answerback",
    abstract: "Makes sure that every customer who wrote and got no answer gets one.",
    subcommands: [
      ServeCommand.self, DemoCommand.self, ProvisionCommand.self, MigrateCommand.self, TokenCommand.self,
      SeedCommand.self, SimulateCommand.self,
    ])
}
