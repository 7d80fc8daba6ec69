import GRDBSQLite

/// A prepared statement.
final class SQLiteStatement {
  private let connection: OpaquePointer
  private let handle: OpaquePointer
  /// Which argument each of SQLite's parameters takes.
  private let order: [Int]
  private let argumentCount: Int
  private let changesRows: Bool
  private var columns: SQLColumns

  init(_ sql: String, on connection: OpaquePointer) throws {
    self.connection = connection
    handle = try Self.prepare(sql, on: connection)
    order = Self.order(of: handle)
    argumentCount = (order.max() ?? -1) + 1
    changesRows = Self.changesRows(sql)
    columns = Self.columns(of: handle)
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Runs to the end and tells how many rows were changed.
  func run(_ arguments: [SQLValue]) throws -> Int {
    defer { sqlite3_reset(handle) }
    try bind(arguments)
    while try step() {}
    return changesRows ? Int(sqlite3_changes(connection)) : 0
  }

  func rows(_ arguments: [SQLValue]) throws -> [SQLRow] {
    defer { sqlite3_reset(handle) }
    try bind(arguments)
    var rows: [SQLRow] = []
    while try step() { rows.append(row()) }
    return rows
  }

  private func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw DatabaseError(sqlite: connection)
    }
  }

  private func bind(_ arguments: [SQLValue]) throws {
    guard arguments.count == argumentCount else {
      throw DatabaseError.statement("\(argumentCount) arguments are needed, \(arguments.count) given")
    }
    for (index, argument) in order.enumerated() {
      let result = try bind(arguments[argument], at: Int32(index + 1))
      guard result == SQLITE_OK else { throw DatabaseError(sqlite: connection) }
    }
  }

  private func bind(_ value: SQLValue, at position: Int32) throws -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, position)
    case .integer(let integer): return sqlite3_bind_int64(handle, position, integer)
    case .real(let real): return sqlite3_bind_double(handle, position, real)
    case .text(let text): return try bind(text, at: position)
    case .blob(let bytes):
      guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, position, 0) }
      return sqlite3_bind_blob64(handle, position, bytes, UInt64(bytes.count), copied)
    }
  }

  private func bind(_ text: String, at position: Int32) throws -> Int32 {
    var text = text
    return try text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return sqlite3_bind_text(handle, position, "", 0, copied) }
      // PostgreSQL cannot store it. Neither do we, so that the engines agree.
      guard !bytes.contains(0) else { throw DatabaseError.statement("a text holds a NUL character") }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_bind_text64(handle, position, $0, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
      }
    }
  }

  private func row() -> SQLRow {
    let count = Int(sqlite3_column_count(handle))
    // A changed schema makes SQLite prepare the statement anew.
    if count != columns.names.count { columns = Self.columns(of: handle) }
    let values = [SQLValue](unsafeUninitializedCapacity: count) { buffer, initialized in
      for column in 0..<count { buffer.initializeElement(at: column, to: value(at: Int32(column))) }
      initialized = count
    }
    return SQLRow(columns: columns, values: values)
  }

  private func value(at column: Int32) -> SQLValue {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, column))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(handle, column)
      let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
      return .text(String(decoding: bytes, as: UTF8.self))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(handle, column)
      return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))))
    default: return .null
    }
  }
}

/// Tells SQLite to copy what it is given.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
