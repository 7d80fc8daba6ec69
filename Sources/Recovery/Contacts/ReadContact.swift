import Storage

extension Recovery {
  /// How many chats and Activities a page of a contact has.
  private static let belongingsAtOnce = 20

  /// The contact with those chats and Activities that the viewer may see.
  ///
  /// - Parameters:
  ///   - chatsAfter: the ``ChatPage/next`` of the page before.
  ///   - activitiesAfter: the ``ActivityPage/next`` of the page before.
  /// - Throws: ``InvalidInput`` where one of them is no cursor.
  package func contact(
    _ id: String, chatsAfter: String? = nil, activitiesAfter: String? = nil, for viewer: Operator
  ) async throws -> ContactOutcome {
    let places = (
      chats: try chatsAfter.map { text throws(InvalidInput) in try PageCursor(text) },
      activities: try activitiesAfter.map { text throws(InvalidInput) in try PageCursor(text) }
    )
    return try await database.read { connection in
      guard let (contact, mergedInto) = try connection.contactRow(id) else { return .missing }
      let target = mergedInto ?? id
      guard try connection.isVisible(contact: target, to: viewer) else { return .missing }
      if let mergedInto { return .merged(into: mergedInto) }
      let limit = Self.belongingsAtOnce
      return .found(
        ContactCard(
          contact: contact, chats: try connection.chats(of: id, for: viewer, after: places.chats, limit: limit),
          activities: try connection.activities(of: id, for: viewer, after: places.activities, limit: limit),
          history: try connection.contactHistory(id)))
    }
  }
}

extension SQLConnection {
  /// The contact itself, whoever asks.
  func contact(_ id: String) throws -> Contact? { try contactRow(id)?.contact }

  /// The contact and the one that it was merged into.
  func contactRow(_ id: String) throws -> (contact: Contact, mergedInto: String?)? {
    let row = try row(
      """
      SELECT c.id AS id, c.name AS name, c.phone AS phone, c.email AS email, c.owner_id AS owner_id,
        o.name AS owner_name, c.created_at AS created_at, c.erased_at AS erased_at, c.merged_into AS merged_into
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
    let contact = Contact(
      id: id, name: try row.text("name"), phone: try row.optionalText("phone"), email: try row.optionalText("email"),
      owner: try row.reference("owner"), identities: identities, createdAt: try row.time("created_at"),
      erasedAt: try row.optionalTime("erased_at"))
    return (contact, try row.optionalText("merged_into"))
  }

  /// Whether the viewer may see the contact: their own, and whoever wrote to their queues or is in an Activity of theirs.
  func isVisible(contact id: String, to viewer: Operator) throws -> Bool {
    if viewer.seesEverything { return true }
    return try row(
      """
      SELECT 1 AS found FROM contacts c WHERE c.id = $1 AND (c.owner_id = $2
        OR EXISTS (SELECT 1 FROM chats ch WHERE ch.contact_id = c.id AND (ch.owner_id = $2
          OR ch.queue_id IN (SELECT queue_id FROM queue_members WHERE operator_id = $2)))
        OR EXISTS (SELECT 1 FROM activities a WHERE a.contact_id = c.id AND (a.owner_id = $2
          OR a.queue_id IN (SELECT queue_id FROM queue_members WHERE operator_id = $2))))
      """,
      [.text(id), .text(viewer.id)]) != nil
  }

  fileprivate func chats(
    of id: String, for viewer: Operator, after place: PageCursor?, limit: Int
  ) throws -> ChatPage {
    let found = try rows(
      """
      \(chatColumns) WHERE ch.contact_id = $1 AND (ch.opened_at, ch.id) < ($2, $3) AND \(Self.visible("ch"))
      ORDER BY ch.opened_at DESC, ch.id DESC LIMIT $6
      """,
      Self.arguments(id, viewer, place, limit)
    ).map(Chat.init(row:))
    let page = Array(found.prefix(limit))
    let end = page.last.map { PageCursor(at: $0.openedAt.milliseconds, id: $0.id).text }
    return ChatPage(chats: page, next: found.count > page.count ? end : nil)
  }

  fileprivate func activities(
    of id: String, for viewer: Operator, after place: PageCursor?, limit: Int
  ) throws -> ActivityPage {
    let found = try rows(
      """
      \(activityColumns) \(activityTables)
      WHERE a.contact_id = $1 AND (a.created_at, a.id) < ($2, $3) AND \(Self.visible("a"))
      ORDER BY a.created_at DESC, a.id DESC LIMIT $6
      """,
      Self.arguments(id, viewer, place, limit)
    ).map(Activity.init(row:))
    let page = Array(found.prefix(limit))
    let end = page.last.map { PageCursor(at: $0.createdAt.milliseconds, id: $0.id).text }
    return ActivityPage(activities: page, next: found.count > page.count ? end : nil, stoppedEarly: false)
  }

  private static func visible(_ table: String) -> String {
    """
    ($4 = 1 OR \(table).owner_id = $5
      OR \(table).queue_id IN (SELECT queue_id FROM queue_members WHERE operator_id = $5))
    """
  }

  private static func arguments(
    _ id: String, _ viewer: Operator, _ place: PageCursor?, _ limit: Int
  ) -> [SQLValue] {
    [
      .text(id), .integer(place?.at ?? .max), .text(place?.id ?? ""), .integer(viewer.seesEverything ? 1 : 0),
      .text(viewer.id), .integer(Int64(limit + 1)),
    ]
  }
}
