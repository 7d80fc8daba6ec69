extension Recovery {
  /// The Activity; nil where there is none or the viewer may not see it.
  package func activity(_ id: String, for viewer: Operator) async throws -> Activity? {
    try await database.read { try $0.activity(id, visibleTo: viewer) }
  }
}
