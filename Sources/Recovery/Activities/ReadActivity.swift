extension Recovery {
  /// The Activity; nil where there is none or the viewer may not see it.
  package func activity(_ id: String, for viewer: Operator) async throws -> Activity? {
    try await database.read { try $0.activity(id, visibleTo: viewer) }
  }

  /// The Activities by their ids, whoever asks: for those who decide by themselves whom to show them.
  ///
  /// - Parameter ids: at most 500.
  package func activities(_ ids: [String]) async throws -> [Activity] {
    try await database.read { try $0.activities(ids) }
  }
}
