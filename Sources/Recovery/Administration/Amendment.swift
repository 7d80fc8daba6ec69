import Storage

/// What came of an administrator's change.
package enum SaveOutcome: Equatable, Sendable {
  case saved(id: String)
  /// Another of its kind has this name or login.
  case nameTaken
  /// Somebody saved it since it was read; nothing was changed.
  case changedMeanwhile
  case missing
}

/// A change of the desk, by an administrator or by the command line, within its transaction.
///
/// What the browser changes and what `provision` changes is changed here, by the same verbs.
struct Amendment {
  let connection: any SQLConnection
  /// The administrator's id; nil for the command line.
  let by: String?
  let at: Timestamp
  let ids: any IDSource
  /// Locks a row that is read to be changed.
  let lock: String

  func newID() -> String { ids.next(at: at) }
}

extension Recovery {
  /// Changes the desk in one transaction, and lets everybody who remembers something of it read it anew.
  func amend<Value: Sendable>(
    by author: Operator?, _ body: @escaping @Sendable (Amendment) throws -> Value
  ) async throws -> Value {
    let value = try await inTurn(by: author) { amendment in
      let value = try body(amendment)
      amendment.connection.signal(.directory)
      return value
    }
    forgetDirectory()
    return value
  }

  /// Changes in one transaction what nobody remembers. One change at a time: what two at once would write anew, such as
  /// who is in which queue, would be there twice.
  func inTurn<Value: Sendable>(
    by author: Operator?, _ body: @escaping @Sendable (Amendment) throws -> Value
  ) async throws -> Value {
    let now = time.now()
    let ids = ids
    let lock = database.engine.lockingSuffix
    return try await database.write { connection in
      _ = try connection.rows("SELECT id FROM amendments WHERE id = 1\(lock)")
      return try body(Amendment(connection: connection, by: author?.id, at: now, ids: ids, lock: lock))
    }
  }
}
