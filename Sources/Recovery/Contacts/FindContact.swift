import Storage

extension Recovery {
  /// The contact with this identity, made where there is none yet.
  func findOrCreateContact(
    _ sender: InboundMessage.Sender, kind: ChannelKind, at now: Timestamp, in connection: any SQLConnection
  ) throws -> (id: String, ownerID: String?) {
    if let known = try connection.contact(kind: kind, externalID: sender.id) { return known }
    let id = ids.next(at: now)
    try connection.execute(
      "INSERT INTO contacts (id, name, phone, created_at) VALUES ($1, $2, $3, $4)",
      [
        .text(id), .text(StorableText.clean(sender.name, atMost: 200)),
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
    guard let first = try connection.contact(kind: kind, externalID: sender.id) else {
      throw DatabaseError.conflict("The identity was taken and freed again.")
    }
    return first
  }
}

extension SQLConnection {
  fileprivate func contact(kind: ChannelKind, externalID: String) throws -> (id: String, ownerID: String?)? {
    try row(
      """
      SELECT c.id AS id, c.owner_id AS owner_id FROM identities i JOIN contacts c ON c.id = i.contact_id
      WHERE i.kind = $1 AND i.external_id = $2
      """,
      [.text(kind.rawValue), .text(externalID)]
    ).map { (try $0.text("id"), try $0.optionalText("owner_id")) }
  }
}
