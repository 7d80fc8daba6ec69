import Storage

extension Recovery {
  /// The contact with this identity, made where there is none yet. Until the end of the transaction it is neither merged
  /// nor erased.
  func findOrCreateContact(
    _ sender: InboundMessage.Sender, kind: ChannelKind, at now: Timestamp, in connection: any SQLConnection
  ) throws -> (id: String, ownerID: String?) {
    let lock = database.engine.sharingSuffix
    if let known = try connection.heldContact(kind: kind, externalID: sender.id, lock) { return known }
    let id = ids.next(at: now)
    let name = ShownName.clean(sender.name, atMost: Self.longestName)
    try connection.execute(
      "INSERT INTO contacts (id, name, phone, created_at) VALUES ($1, $2, $3, $4)",
      [
        .text(id), .text(name.isEmpty ? StorableText.clean(sender.id, atMost: Self.longestName) : name),
        .optional(sender.phone.map { StorableText.clean($0, atMost: 50) }), .time(now),
      ])
    let added = try connection.execute(
      """
      INSERT INTO identities (kind, external_id, contact_id) VALUES ($1, $2, $3)
      ON CONFLICT (kind, external_id) DO NOTHING
      """,
      [.text(kind.rawValue), .text(sender.id), .text(id)])
    if added > 0 { return (id, nil) }
    try connection.execute("DELETE FROM contacts WHERE id = $1", [.text(id)])
    guard let first = try connection.heldContact(kind: kind, externalID: sender.id, lock) else {
      throw DatabaseError.conflict("The identity was taken and freed again.")
    }
    return first
  }
}

extension SQLConnection {
  /// - Parameter lock: the engine's `sharingSuffix`.
  fileprivate func heldContact(
    kind: ChannelKind, externalID: String, _ lock: String
  ) throws -> (id: String, ownerID: String?)? {
    for _ in 0..<3 {
      guard let found = try contact(kind: kind, externalID: externalID) else { return nil }
      // Where there is only one writer, nothing happens between the two.
      guard !lock.isEmpty else { return found }
      _ = try rows("SELECT id FROM contacts WHERE id = $1\(lock)", [.text(found.id)])
      // Between the two it may have been merged or erased.
      if let held = try contact(kind: kind, externalID: externalID), held.id == found.id { return held }
    }
    throw DatabaseError.conflict("The contact was merged again and again.")
  }

  private func contact(kind: ChannelKind, externalID: String) throws -> (id: String, ownerID: String?)? {
    try row(
      """
      SELECT c.id AS id, c.owner_id AS owner_id FROM identities i JOIN contacts c ON c.id = i.contact_id
      WHERE i.kind = $1 AND i.external_id = $2
      """,
      [.text(kind.rawValue), .text(externalID)]
    ).map { (try $0.text("id"), try $0.optionalText("owner_id")) }
  }
}
