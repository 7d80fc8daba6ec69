import Storage

private let viewColumns = """
  SELECT v.id AS id, v.name AS name, v.query AS query, v.shared_at AS shared_at, v.operator_id AS maker_id,
    o.name AS maker_name
  FROM views v LEFT JOIN operators o ON o.id = v.operator_id
  """

extension Recovery {
  /// The views of an operator: those that everybody has, then their own, by name.
  package func views(of viewer: Operator) async throws -> [SavedView] {
    try await database.read { connection in
      let shared = try connection.rows(
        "\(viewColumns) WHERE v.shared_at IS NOT NULL ORDER BY v.name_key LIMIT \(SavedView.limit)")
      let own = try connection.rows(
        "\(viewColumns) WHERE v.shared_at IS NULL AND v.operator_id = $1 ORDER BY v.name_key LIMIT \(SavedView.limit)",
        [.text(viewer.id)])
      return try (shared + own).map(SavedView.init(row:))
    }
  }
}

extension SQLConnection {
  /// The view, where it is shared or the viewer's own.
  func view(_ id: String, visibleTo viewer: Operator) throws -> SavedView? {
    try row(
      "\(viewColumns) WHERE v.id = $1 AND (v.shared_at IS NOT NULL OR v.operator_id = $2)",
      [.text(id), .text(viewer.id)]
    ).map(SavedView.init(row:))
  }
}

extension SavedView {
  fileprivate init(row: SQLRow) throws {
    self.init(
      id: try row.text("id"), name: try row.text("name"), query: try row.text("query"),
      isShared: try row.optionalInteger("shared_at") != nil,
      maker: try row.reference("maker") ?? Reference(id: "", name: ""))
  }
}
