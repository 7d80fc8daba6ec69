extension Engine {
  /// Ends a SELECT whose rows the same transaction goes on to change. SQLite has one writer and needs nothing. Rows that
  /// refer to the locked ones may be added meanwhile.
  package var lockingSuffix: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR NO KEY UPDATE"
    }
  }
}
