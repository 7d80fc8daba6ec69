extension Engine {
  /// Ends a SELECT whose rows the same transaction goes on to change. SQLite has one writer and needs nothing.
  package var lockingSuffix: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE"
    }
  }
}
