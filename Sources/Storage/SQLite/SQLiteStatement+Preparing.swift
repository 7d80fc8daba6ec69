import GRDBSQLite

extension SQLiteStatement {
  static func prepare(_ sql: String, on connection: OpaquePointer) throws -> OpaquePointer {
    var handle: OpaquePointer?
    var hasRest = false
    let result = sql.withCString { start in
      var rest: UnsafePointer<CChar>?
      let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
      let result = sqlite3_prepare_v3(connection, start, -1, flags, &handle, &rest)
      hasRest = rest.map { !String(cString: $0).allSatisfy(\.isWhitespace) } ?? false
      return result
    }
    guard result == SQLITE_OK else { throw DatabaseError(sqlite: connection) }
    guard let handle else { throw DatabaseError.statement("the statement is empty") }
    guard !hasRest else {
      sqlite3_finalize(handle)
      throw DatabaseError.statement("only one statement at a time")
    }
    return handle
  }

  /// SQLite takes `$1` for a name and numbers the names as they appear; `select $2, $1` would be bound crosswise.
  static func order(of handle: OpaquePointer) -> [Int] {
    (0..<sqlite3_bind_parameter_count(handle)).map { index in
      let name = sqlite3_bind_parameter_name(handle, index + 1)
      let number = name.flatMap { Int(String(cString: $0 + 1)) }
      return number.map { $0 - 1 } ?? Int(index)
    }
  }

  static func columns(of handle: OpaquePointer) -> SQLColumns {
    SQLColumns(
      (0..<sqlite3_column_count(handle)).map { column in
        sqlite3_column_name(handle, column).map { String(cString: $0) } ?? ""
      })
  }

  /// SQLite's count of changes is about the last statement that changed rows, also after another kind.
  static func changesRows(_ sql: String) -> Bool {
    let verb = sql.drop(while: \.isWhitespace).prefix(while: \.isLetter).lowercased()
    return ["insert", "update", "delete", "replace", "with"].contains(verb)
  }
}
