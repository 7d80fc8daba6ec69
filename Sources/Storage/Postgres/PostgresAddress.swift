import CPostgres

/// Where the server is, and how a connection to it begins.
struct PostgresAddress: Sendable {
  private let url: String

  /// - Throws: `.malformedURL`. libpq's own message would repeat parts of the URL, and so the password.
  init(_ url: String) throws(DatabaseLocationError) {
    guard let options = PQconninfoParse(url, nil) else { throw .malformedURL }
    PQconninfoFree(options)
    self.url = url
  }

  /// Opens a connection, blocking for a few seconds at most.
  func connect() throws(PostgresFailure) -> OpaquePointer {
    guard let handle = connectStarted() else { throw .lost("out of memory") }
    guard PQstatus(handle) == CONNECTION_OK else {
      defer { PQfinish(handle) }
      throw .lost(on: handle)
    }
    // Notices would be printed.
    PQsetNoticeProcessor(handle, { _, _ in }, nil)
    do {
      try PostgresResult.check(PQexec(handle, Self.sessionSettings), on: handle)
    } catch {
      PQfinish(handle)
      throw error
    }
    return handle
  }

  /// What stands before `dbname` the URL may override, what stands behind it overrides the URL.
  private func connectStarted() -> OpaquePointer? {
    let parameters: KeyValuePairs = [
      "connect_timeout": "5", "fallback_application_name": "answerback", "keepalives_idle": "10",
      "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "15000", "dbname": url,
      "client_encoding": "UTF8",
    ]
    return withCStrings(parameters.map(\.key)) { keys in
      withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(keys, values, 1) }
    }
  }

  /// The limits of time are part of ``PostgresDatabase/longestTransaction``.
  private static let sessionSettings = """
    SET statement_timeout = '10s';
    SET idle_in_transaction_session_timeout = '10s';
    SET synchronous_commit = 'on';
    SET bytea_output = 'hex';
    SET client_min_messages = 'warning'
    """
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Value>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
  let bytes = strings.map { Array($0.utf8CString) }
  let flat = bytes.flatMap { $0 }
  return flat.withUnsafeBufferPointer { buffer in
    var offset = 0
    var pointers: [UnsafePointer<CChar>?] = []
    for string in bytes {
      pointers.append(buffer.baseAddress.map { $0 + offset })
      offset += string.count
    }
    pointers.append(nil)
    return body(pointers)
  }
}
