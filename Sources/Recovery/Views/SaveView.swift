import Storage

extension Recovery {
  /// Saves a view. One of the same name and the same maker is replaced.
  ///
  /// - Throws: ``InvalidInput`` where the name is empty, or one of the texts too long.
  package func saveView(
    _ name: String, query: String, isShared: Bool, by maker: Operator
  ) async throws -> SaveViewOutcome {
    guard !isShared || maker.seesEverything else { return .forbidden }
    try Self.check(viewName: name)
    guard query.length <= SavedView.longestQuery else {
      throw InvalidInput(field: "query", message: "These filters are too long to be saved.")
    }
    let now = time.now()
    let id = ids.next(at: now)
    return try await database.write { connection in
      if let replaced = try connection.replaceView(name, query, isShared, by: maker) { return .saved(replaced) }
      guard try connection.countViews(isShared, of: maker) < SavedView.limit else { return .tooMany }
      try connection.execute(
        """
        INSERT INTO views (id, operator_id, name, name_key, query, shared_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """,
        [
          .text(id), .text(maker.id), .text(name), .text(name.lowercased()), .text(query),
          .time(isShared ? now : nil), .time(now),
        ])
      return try connection.view(id, visibleTo: maker).map { .saved($0) } ?? .nameTaken
    }
  }

  /// Gives a view another name.
  ///
  /// - Throws: ``InvalidInput`` where the name is empty or too long.
  package func renameView(_ id: String, to name: String, by viewer: Operator) async throws -> ChangeViewOutcome {
    try Self.check(viewName: name)
    return try await database.write { connection in
      guard let view = try connection.view(id, visibleTo: viewer), view.mayBeChanged(by: viewer) else {
        return .missing
      }
      let row = try connection.row(
        """
        UPDATE views SET name = $2, name_key = $3 WHERE id = $1 AND NOT EXISTS (
          SELECT 1 FROM views x WHERE x.name_key = $3 AND x.id <> $1
            AND (x.shared_at IS NULL) = (views.shared_at IS NULL)
            AND (x.shared_at IS NOT NULL OR x.operator_id = views.operator_id))
        RETURNING id
        """,
        [.text(id), .text(name), .text(name.lowercased())])
      guard row != nil, let renamed = try connection.view(id, visibleTo: viewer) else { return .nameTaken }
      return .changed(renamed)
    }
  }

  /// Deletes a view.
  ///
  /// - Returns: whether there was such a view that the viewer may delete.
  package func deleteView(_ id: String, by viewer: Operator) async throws -> Bool {
    try await database.write { connection in
      guard let view = try connection.view(id, visibleTo: viewer), view.mayBeChanged(by: viewer) else { return false }
      return try connection.execute("DELETE FROM views WHERE id = $1", [.text(id)]) == 1
    }
  }

  private static func check(viewName name: String) throws {
    guard !name.isEmpty, name.length <= SavedView.longestName else {
      throw InvalidInput(field: "name", message: "A name has 1 to \(SavedView.longestName) characters.")
    }
  }
}

extension SQLConnection {
  /// Puts another query into the maker's view of this name; nil where there is none.
  fileprivate func replaceView(_ name: String, _ query: String, _ isShared: Bool, by maker: Operator) throws
    -> SavedView?
  {
    let row = try row(
      """
      UPDATE views SET name = $3, query = $4
      WHERE operator_id = $1 AND name_key = $2 AND shared_at \(isShared ? "IS NOT NULL" : "IS NULL") RETURNING id
      """,
      [.text(maker.id), .text(name.lowercased()), .text(name), .text(query)])
    return try row.flatMap { try view(try $0.text("id"), visibleTo: maker) }
  }

  fileprivate func countViews(_ isShared: Bool, of maker: Operator) throws -> Int {
    let row = try row(
      "SELECT count(*) AS number FROM views WHERE \(isShared ? "shared_at IS NOT NULL" : "shared_at IS NULL AND operator_id = $1")",
      isShared ? [] : [.text(maker.id)])
    return Int(try row?.integer("number") ?? 0)
  }
}
