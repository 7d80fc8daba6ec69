/// A store of either engine.
///
/// Closures are synchronous, for no transaction may stay open across an `await`, and touch nothing but the connection,
/// because a closure may be run again after a serialisation failure or a lost connection.
package protocol Database: Sendable {
  var engine: Engine { get }

  /// Wake-ups of what was committed, here or on another machine.
  var changes: any ChangeSignal { get }

  /// Runs `body` on a consistent, read-only view.
  ///
  /// - Throws: what `body` throws, or ``DatabaseError``.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value

  /// Runs `body` in a transaction and returns after it is durably committed. When `body` throws, nothing of it stays.
  ///
  /// - Throws: what `body` throws, or ``DatabaseError``; `.overloaded` when too many writes wait already. `.unavailable`
  ///   may mean that the connection broke during the commit: then it is not known whether it was done.
  @discardableResult
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Value
  ) async throws -> Value

  /// Ends the waiting work and closes all connections. Later calls throw `DatabaseError.closed`.
  func close() async
}

package enum Engine: String, CaseIterable, Sendable {
  case sqlite
  case postgres
}

/// A fault of the store. What the domain expects (a row that is there already, a lost race) is never reported so, but by
/// statements that return no row.
package enum DatabaseError: Error, Equatable {
  case uniqueViolation(String)
  case foreignKeyViolation(String)
  case checkViolation(String)
  case notNullViolation(String)
  /// A transaction failed to serialise and all its repetitions too.
  case conflict(String)
  /// Too much work waits for the store.
  case overloaded
  /// The store cannot be reached, or the disk is full or broken.
  case unavailable(String)
  case closed
  /// The statement itself is wrong.
  case statement(String)
}

extension DatabaseError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .uniqueViolation(let detail): "The store has this already: \(detail)"
    case .foreignKeyViolation(let detail): "The store misses what this belongs to: \(detail)"
    case .checkViolation(let detail), .notNullViolation(let detail): "The store refuses this: \(detail)"
    case .conflict(let detail): "Others changed the same at the same time: \(detail)"
    case .overloaded: "Too much waits for the store."
    case .unavailable(let detail): "The store is unavailable: \(detail)"
    case .closed: "The store is closed."
    case .statement(let detail): "A statement is wrong: \(detail)"
    }
  }
}
