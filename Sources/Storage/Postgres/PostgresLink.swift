import CPostgres

/// A connection on the one thread that uses it, with its prepared statements.
///
/// Statements are sent several at once, as a flight, and take one round trip together. (libpq calls it the pipeline mode.)
final class PostgresLink {
  struct Command {
    let sql: String
    var arguments: [SQLValue] = []
  }

  private final class Prepared {
    let name: String
    var columns: SQLColumns?

    init(_ name: String) { self.name = name }
  }

  /// What the server was sent in a flight, in the order of its answers.
  private enum Sent {
    case preparing(String, Prepared)
    case command
  }

  private let handle: OpaquePointer
  private var statements: [String: Prepared] = [:]
  private var namesGiven = 0
  private var unanswered: [[Sent]] = []

  init(_ address: PostgresAddress) throws(PostgresFailure) {
    handle = try address.connect()
    guard PQenterPipelineMode(handle) == 1 else { throw .lost("no pipeline mode") }
  }

  deinit {
    PQfinish(handle)
  }

  /// Whether so many statements are prepared that they had better be forgotten.
  var isCrowded: Bool { statements.count >= 500 }

  /// Whether the server holds a transaction open for us. Only meaningful between flights.
  var isInTransaction: Bool { PQtransactionStatus(handle) != PQTRANS_IDLE }

  /// Runs the statements one after another up to the first that fails, and returns the answer of the last.
  func run(_ commands: [Command]) throws(PostgresFailure) -> PostgresResult {
    try send(commands)
    return try receive()
  }

  /// The rows of the last statement.
  func rows(_ commands: [Command]) throws(PostgresFailure) -> [SQLRow] {
    let result = try run(commands)
    guard let sql = commands.last?.sql, let statement = statements[sql] else { return [] }
    let columns = result.columns(statement.columns)
    statement.columns = columns
    return result.rows(columns)
  }

  /// Sends a flight whose answers are taken when the next one is run.
  func send(_ commands: [Command]) throws(PostgresFailure) {
    var sent: [Sent] = []
    // An argument that cannot be sent must not leave half a flight behind.
    let arguments = try commands.map { command throws(PostgresFailure) in try PostgresParameters(command.arguments) }
    for (command, parameters) in zip(commands, arguments) {
      let statement = try prepared(command.sql, &sent)
      try check(parameters.send(statement.name, on: handle))
      sent.append(.command)
    }
    unanswered.append(sent)
    try check(PQpipelineSync(handle) == 1)
  }

  /// Prepares all statements anew from now on. Not for use inside a transaction.
  func forgetStatements() throws(PostgresFailure) {
    _ = try run([Command(sql: "DEALLOCATE ALL")])
    statements = [:]
  }

  private func prepared(_ sql: String, _ sent: inout [Sent]) throws(PostgresFailure) -> Prepared {
    if let known = statements[sql] { return known }
    namesGiven += 1
    let statement = Prepared("s\(namesGiven)")
    try check(PQsendPrepare(handle, statement.name, sql, 0, nil) == 1)
    sent.append(.preparing(sql, statement))
    return statement
  }

  private func receive() throws(PostgresFailure) -> PostgresResult {
    var last: Result<PostgresResult, PostgresFailure> = .failure(.lost("no answer"))
    while !unanswered.isEmpty { last = try receiveFlight(unanswered.removeFirst()) }
    return try last.get()
  }

  /// - Returns: the last answer, or the first refusal.
  /// - Throws: when the connection is lost.
  private func receiveFlight(_ sent: [Sent]) throws(PostgresFailure) -> Result<PostgresResult, PostgresFailure> {
    var outcome: Result<PostgresResult, PostgresFailure> = .failure(.lost("no answer"))
    var refusal: PostgresFailure?
    for item in sent {
      do {
        let answer = try nextAnswer()
        if case .preparing(let sql, let statement) = item { statements[sql] = statement }
        outcome = .success(answer)
      } catch {
        if error.isLost { throw error }
        // What follows a refused statement is not run, and answered by an error without content.
        refusal = refusal ?? error
      }
    }
    try takeSync()
    return refusal.map { .failure($0) } ?? outcome
  }

  private func nextAnswer() throws(PostgresFailure) -> PostgresResult {
    let answer = PQgetResult(handle)
    // A null ends the answer of each statement.
    defer { PQclear(PQgetResult(handle)) }
    if let answer, PQresultStatus(answer) == PGRES_PIPELINE_ABORTED {
      PQclear(answer)
      throw .refused(state: "25P02", message: "not run after a failure")
    }
    return try PostgresResult(answer, on: handle)
  }

  private func takeSync() throws(PostgresFailure) {
    let answer = PQgetResult(handle)
    defer { PQclear(answer) }
    guard PQresultStatus(answer) == PGRES_PIPELINE_SYNC else { throw .lost(on: handle) }
  }

  private func check(_ succeeded: Bool) throws(PostgresFailure) {
    guard succeeded else { throw .lost(on: handle) }
  }
}
