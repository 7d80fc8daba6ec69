/// A connection inside one transaction. It lives only as long as the closure it is handed to.
///
/// Statements are written once for both engines, with parameters `$1`, `$2`, … which may appear in any order and more
/// than once. Results name their columns. A statement that fails fails the whole transaction, even where its error is
/// caught. Texts hold no NUL character.
package protocol SQLConnection {
  /// Runs a statement that returns no rows and tells how many rows it changed.
  @discardableResult
  func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

  /// Runs a statement to its end and returns all its rows; the statement bounds their number.
  func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]

  /// Wakes those who wait for `topic`, on every machine, once this transaction is committed.
  func signal(_ topic: Topic)
}

extension SQLConnection {
  @discardableResult
  package func execute(_ sql: String) throws -> Int { try execute(sql, []) }

  package func rows(_ sql: String) throws -> [SQLRow] { try rows(sql, []) }

  /// The first row, or nil where there is none.
  package func row(_ sql: String, _ arguments: [SQLValue] = []) throws -> SQLRow? {
    try rows(sql, arguments).first
  }
}
