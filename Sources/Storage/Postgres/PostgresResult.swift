import CPostgres

/// A statement's answer. It frees what libpq holds.
final class PostgresResult {
  private let handle: OpaquePointer

  /// - Throws: what the server or libpq reports in place of an answer.
  init(_ handle: OpaquePointer?, on connection: OpaquePointer) throws(PostgresFailure) {
    guard let handle else { throw .lost(on: connection) }
    switch PQresultStatus(handle) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: self.handle = handle
    default:
      defer { PQclear(handle) }
      throw Self.failure(handle, on: connection)
    }
  }

  deinit {
    PQclear(handle)
  }

  static func check(_ handle: OpaquePointer?, on connection: OpaquePointer) throws(PostgresFailure) {
    _ = try PostgresResult(handle, on: connection)
  }

  var isCommit: Bool { String(cString: PQcmdStatus(handle)) == "COMMIT" }

  /// How many rows were changed.
  var changes: Int {
    // A SELECT counts its rows here.
    guard !String(cString: PQcmdStatus(handle)).hasPrefix("SELECT") else { return 0 }
    return Int(String(cString: PQcmdTuples(handle))) ?? 0
  }

  /// The names of the columns: `known`, if there are as many.
  func columns(_ known: SQLColumns?) -> SQLColumns {
    let count = Int(PQnfields(handle))
    if let known, known.names.count == count { return known }
    return SQLColumns((0..<Int32(count)).map { String(cString: PQfname(handle, $0)) })
  }

  func rows(_ columns: SQLColumns) -> [SQLRow] {
    let types = (0..<Int32(columns.names.count)).map { PostgresType(oid: PQftype(handle, $0)) }
    return (0..<PQntuples(handle)).map { row in
      let values = types.enumerated().map { column, type in value(type, row, Int32(column)) }
      return SQLRow(columns: columns, values: values)
    }
  }

  private func value(_ type: PostgresType, _ row: Int32, _ column: Int32) -> SQLValue {
    guard PQgetisnull(handle, row, column) == 0, let start = PQgetvalue(handle, row, column) else { return .null }
    let count = Int(PQgetlength(handle, row, column))
    return type.value(UnsafeRawBufferPointer(start: start, count: count))
  }

  private static func failure(_ handle: OpaquePointer, on connection: OpaquePointer) -> PostgresFailure {
    let message = field("M", of: handle)
    // After an error of this severity the server closes the connection, though we may not have noticed yet.
    let isFatal = ["FATAL", "PANIC"].contains(field("V", of: handle))
    guard PQstatus(connection) == CONNECTION_OK, !isFatal, let state = field("C", of: handle) else {
      return message.map { .lost($0) } ?? .lost(on: connection)
    }
    return .refused(state: state, message: message ?? "PostgreSQL failed")
  }

  /// Codes of fields: <https://www.postgresql.org/docs/15/protocol-error-fields.html>
  private static func field(_ code: Unicode.Scalar, of handle: OpaquePointer) -> String? {
    PQresultErrorField(handle, Int32(code.value)).map { String(cString: $0) }
  }
}
