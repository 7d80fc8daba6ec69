import ArgumentParser

/// The program: one executable for everything.
@main
struct Answerback: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answerback",
    abstract: "Finds the customers whom nobody answered, and gets them an answer.",
    subcommands: [
      ServeCommand.self, DemoCommand.self, ProvisionCommand.self, MigrateCommand.self, TokenCommand.self,
      RecountCommand.self, SeedCommand.self, SimulateCommand.self,
    ])
}
