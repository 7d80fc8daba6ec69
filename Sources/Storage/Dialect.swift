extension Engine {
  /// Ends a SELECT whose rows the same transaction goes on to change. SQLite has one writer and needs nothing. Rows that
  /// refer to the locked ones may be added meanwhile.
  package var lockingSuffix: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR NO KEY UPDATE"
    }
  }

  /// Ends a SELECT of a row that must stay as it is until the end of the transaction, for all who need it so.
  package var sharingSuffix: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR SHARE"
    }
  }
}
