import ArgumentParser

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Tokens by which programs act for an operator.",
    subcommands: [TokenCreateCommand.self])
}

struct TokenCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Prints a new bearer token. It is shown only this once.")

  @OptionGroup var store: StoreOptions

  @Option(help: "The operator for whom the program acts.")
  var `operator`: String

  @Option(help: "What it is for, as the list of tokens shows it.")
  var name = ""

  func run() async throws {
    try await withRecovery(LaunchSettings(store)) { recovery in
      guard let token = try await recovery.createToken(login: `operator`, named: name) else {
        throw ValidationError("There is no operator «\(`operator`)».")
      }
      print(token)
    }
  }
}
