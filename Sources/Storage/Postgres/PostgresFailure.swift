import CPostgres

/// What went wrong with a statement or with the connection, before it is told in the words of ``DatabaseError``.
enum PostgresFailure: Error {
  /// The connection is no more.
  case lost(String)
  /// The server refused a statement.
  case refused(state: String, message: String)
  /// We gave up.
  case fault(DatabaseError)

  /// The connection's own account of its end.
  static func lost(on connection: OpaquePointer) -> PostgresFailure {
    let lines = String(cString: PQerrorMessage(connection)).split(whereSeparator: \.isNewline)
    return .lost(lines.map { $0.drop(while: \.isWhitespace) }.joined(separator: " "))
  }

  /// The transaction may succeed when it is run again.
  var isPassing: Bool {
    guard case .refused(let state, let message) = self else { return false }
    // 0A000: the schema was changed beneath a prepared statement; 26000: the prepared statement is gone.
    return isSerialization || state == "26000" || (state == "0A000" && message.contains("cached plan"))
  }

  var isSerialization: Bool {
    guard case .refused(let state, _) = self else { return false }
    return state == "40001" || state == "40P01"
  }

  var isLost: Bool {
    guard case .lost = self else { return false }
    return true
  }

  var databaseError: DatabaseError {
    switch self {
    case .lost(let message): .unavailable(message)
    case .fault(let error): error
    case .refused(let state, let message): DatabaseError(state: state, message: message)
    }
  }
}

extension DatabaseError {
  /// Codes: <https://www.postgresql.org/docs/15/errcodes-appendix.html>
  fileprivate init(state: String, message: String) {
    switch state {
    case "23505": self = .uniqueViolation(message)
    case "23503": self = .foreignKeyViolation(message)
    case "23514": self = .checkViolation(message)
    case "23502": self = .notNullViolation(message)
    case "40001", "40P01": self = .conflict(message)
    // Another number of arguments than of parameters.
    case "08P01": self = .statement(message)
    default: self.init(stateClass: state.prefix(2), message: message)
    }
  }

  /// Besides lost connections, these are a server that is full, starting, stopping, taking too long or only to be read.
  private init(stateClass: Substring, message: String) {
    switch stateClass {
    case "08", "28", "3D", "53", "57", "58", "XX": self = .unavailable(message)
    default: self = .statement(message)
    }
  }
}
