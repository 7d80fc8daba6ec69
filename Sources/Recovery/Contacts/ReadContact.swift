import Storage

extension Recovery {
  /// The contact with those chats and Activities that the viewer may see; nil where they may see none of them.
  package func contact(_ id: String, for viewer: Operator) async throws -> ContactCard? {
    try await database.read { connection in
      guard let contact = try connection.contact(id) else { return nil }
      let chats = try connection.rows(
        "\(chatColumns) WHERE ch.contact_id = $1 ORDER BY ch.opened_at DESC LIMIT 50", [.text(id)]
      ).map(Chat.init(row:)).filter {
        try connection.isVisible(queue: $0.queue?.id, owners: [$0.ownerID], to: viewer)
      }
      let activities = try connection.rows(
        "\(activityColumns) \(activityTables) WHERE a.contact_id = $1 ORDER BY a.created_at DESC LIMIT 50", [.text(id)]
      ).map(Activity.init(row:)).filter {
        try connection.isVisible(queue: $0.queue?.id, owners: [$0.owner?.id], to: viewer)
      }
      let isTheirs = viewer.seesEverything || contact.owner?.id == viewer.id
      guard isTheirs || !chats.isEmpty || !activities.isEmpty else { return nil }
      return ContactCard(contact: contact, chats: chats, activities: activities)
    }
  }
}

extension SQLConnection {
  fileprivate func contact(_ id: String) throws -> Contact? {
    let row = try row(
      """
      SELECT c.id AS id, c.name AS name, c.phone AS phone, c.email AS email, c.owner_id AS owner_id,
        o.name AS owner_name
      FROM contacts c LEFT JOIN operators o ON o.id = c.owner_id WHERE c.id = $1
      """,
      [.text(id)])
    guard let row else { return nil }
    let identities = try rows(
      "SELECT kind, external_id FROM identities WHERE contact_id = $1 ORDER BY kind, external_id LIMIT 100",
      [.text(id)]
    ).map {
      Contact.Identity(kind: try $0.choice("kind", as: ChannelKind.self), externalID: try $0.text("external_id"))
    }
    return Contact(
      id: id, name: try row.text("name"), phone: try row.optionalText("phone"), email: try row.optionalText("email"),
      owner: try row.reference("owner"), identities: identities)
  }
}
