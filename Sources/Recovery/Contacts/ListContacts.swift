import Storage

package struct ContactPage: Hashable, Sendable {
  package let contacts: [Contact]
  /// Where the following page begins; nil on the last.
  package let next: String?
  /// Whether the page ends here only because enough was looked through; there may be more behind `next`.
  package let stoppedEarly: Bool
}

extension Recovery {
  package static let contactLimits = 1...100

  /// How many terms a page of a search tests at most; see docs/decisions/006-bounded-search.md.
  package static let contactTermsAtOnce = 2000

  /// One page of the contacts that the viewer may see: the newest first, or, where a text is looked for, in the order of
  /// the name, number or address that begins with it.
  ///
  /// - Parameters:
  ///   - text: words that names, phones, e-mails or identities begin with, all of them.
  ///   - after: a former page's ``ContactPage/next``.
  ///   - limit: one of ``contactLimits``.
  package func contacts(
    matching text: String? = nil, after: String? = nil, limit: Int = 50, for viewer: Operator
  ) async throws -> ContactPage {
    let wanted = ContactTerms.wanted(text ?? "")
    let isSearch = text?.trimmed.isEmpty == false
    guard !isSearch || !wanted.isEmpty else { return ContactPage(contacts: [], next: nil, stoppedEarly: false) }
    return try await database.read { connection in
      let sight = try connection.sight(of: viewer)
      let (places, reach) =
        isSearch
        ? try connection.search(wanted, within: sight, after: after.map(ContactPlace.init), limit: limit + 1)
        : (try connection.newest(within: sight, after: after, limit: limit + 1), nil)
      let page = Array(places.prefix(limit))
      let isFull = places.count > page.count
      return ContactPage(
        contacts: try page.compactMap { try connection.contact($0.id) },
        next: (isFull ? page.last : reach)?.text, stoppedEarly: !isFull && reach != nil)
    }
  }
}

/// A place in a list of contacts.
private struct ContactPlace {
  let id: String
  /// What it was found by; empty in a list without a search.
  let term: String

  init(id: String, term: String = "") {
    self.id = id
    self.term = term
  }

  init(_ text: String) {
    let parts = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(id: parts.first.map(String.init) ?? "", term: parts.count > 1 ? String(parts[1]) : "")
  }

  init(row: SQLRow) throws {
    self.init(id: try row.text("id"), term: try row.text("term"))
  }

  var text: String { term.isEmpty ? id : "\(id)~\(term)" }
}

extension SQLArguments {
  /// Between which two parameters everything lies that begins with the word.
  fileprivate mutating func add(wordsFrom word: String) -> (from: String, to: String) {
    (add(.text(word)), add(.text(word + "\u{10FFFF}")))
  }

  /// The place as a row value.
  fileprivate mutating func add(_ place: ContactPlace) -> String {
    "(\(add(.text(place.term))), \(add(.text(place.id))))"
  }
}

/// Which contacts somebody may see.
private enum ContactSight {
  case all
  /// Theirs, and those who wrote to one of the queues.
  case own(operatorID: String, queueIDs: [String])
}

extension SQLConnection {
  fileprivate func sight(of viewer: Operator) throws -> ContactSight {
    viewer.seesEverything ? .all : .own(operatorID: viewer.id, queueIDs: try queueIDs(of: viewer.id))
  }

  /// Each queue is one range of an index, already in order; the first of each are merged here.
  fileprivate func newest(within sight: ContactSight, after: String?, limit: Int) throws -> [ContactPlace] {
    // Ids consist of hexadecimal digits: this is after all of them.
    let after = after ?? "g"
    switch sight {
    case .all:
      return try listed("contacts c", id: "c.id", "", [], after: after, limit: limit)
    case .own(let operatorID, let queueIDs):
      var found = Set(
        try listed(
          "contacts c", id: "c.id", "c.owner_id = $3 AND", [.text(operatorID)], after: after, limit: limit
        ).map(\.id))
      for queue in queueIDs {
        let places = try listed(
          "contact_queues q JOIN contacts c ON c.id = q.contact_id", id: "q.contact_id", "q.queue_id = $3 AND",
          [.text(queue)], after: after, limit: limit)
        found.formUnion(places.map(\.id))
      }
      return found.sorted(by: >).prefix(limit).map { ContactPlace(id: $0) }
    }
  }

  private func listed(
    _ tables: String, id: String, _ condition: String, _ arguments: [SQLValue], after: String, limit: Int
  ) throws -> [ContactPlace] {
    try rows(
      """
      SELECT \(id) AS id FROM \(tables)
      WHERE \(condition) \(id) < $1 AND c.merged_into IS NULL AND c.erased_at IS NULL ORDER BY \(id) DESC LIMIT $2
      """,
      [.text(after), .integer(Int64(limit))] + arguments
    ).map { ContactPlace(id: try $0.text("id")) }
  }

  /// The words with the one first that the fewest have; a further page goes on with the word of the one before.
  private func ordered(_ wanted: [String], after: ContactPlace?) throws -> [String] {
    guard wanted.count > 1 else { return wanted }
    let first: String?
    if let after {
      first = wanted.first { after.term.hasPrefix($0) }
    } else {
      first = try wanted.min { try rarity(of: $0) < rarity(of: $1) }
    }
    guard let first else { return wanted }
    return [first] + wanted.filter { $0 != first }
  }

  /// How many terms begin with the word, 2,000 at most.
  private func rarity(of word: String) throws -> Int64 {
    let row = try row(
      "SELECT count(*) AS count FROM (SELECT term FROM contact_terms WHERE term >= $1 AND term < $2 LIMIT 2000) found",
      [.text(word), .text(word + "\u{10FFFF}")])
    return try row?.integer("count") ?? 0
  }

  /// - Parameter wanted: not empty; one is looked up in the index, the others are looked for among what it finds.
  /// - Returns: what was found, and up to where one looked; nil where that is the end.
  fileprivate func search(
    _ wanted: [String], within sight: ContactSight, after: ContactPlace?, limit: Int
  ) throws -> (places: [ContactPlace], reach: ContactPlace?) {
    var arguments = SQLArguments()
    let words = try ordered(wanted, after: after)
    let range = arguments.add(wordsFrom: words[0])
    var stretch = "t.term >= \(range.from) AND t.term < \(range.to)"
    if let after { stretch += " AND (t.term, t.contact_id) > \(arguments.add(after))" }
    let reach = try end(of: stretch, arguments)
    if let reach { stretch += " AND (t.term, t.contact_id) <= \(arguments.add(reach))" }
    // A contact that is found by several of its terms stands at the first of them.
    var conditions = [
      stretch,
      """
      NOT EXISTS (SELECT 1 FROM contact_terms e
        WHERE e.contact_id = t.contact_id AND e.term >= \(range.from) AND e.term < t.term)
      """,
    ]
    for word in words.dropFirst() {
      let range = arguments.add(wordsFrom: word)
      conditions.append(
        """
        EXISTS (SELECT 1 FROM contact_terms w
          WHERE w.contact_id = t.contact_id AND w.term >= \(range.from) AND w.term < \(range.to))
        """)
    }
    if case .own(let operatorID, let queueIDs) = sight {
      conditions.append(Self.visible(operatorID, queueIDs, &arguments))
    }
    let found = try rows(
      """
      SELECT t.term AS term, t.contact_id AS id FROM contact_terms t WHERE \(conditions.joined(separator: " AND "))
      ORDER BY t.term, t.contact_id LIMIT \(arguments.add(.integer(Int64(limit))))
      """,
      arguments.values)
    return (try found.map(ContactPlace.init(row:)), reach)
  }

  /// Where the terms end that one page tests; nil where it is the end of all. This is read from the index alone.
  private func end(of stretch: String, _ arguments: SQLArguments) throws -> ContactPlace? {
    var arguments = arguments
    return try row(
      """
      SELECT t.term AS term, t.contact_id AS id FROM contact_terms t WHERE \(stretch)
      ORDER BY t.term, t.contact_id LIMIT 1 OFFSET \(arguments.add(.integer(Int64(Recovery.contactTermsAtOnce - 1))))
      """,
      arguments.values
    ).map(ContactPlace.init(row:))
  }

  private static func visible(
    _ operatorID: String, _ queueIDs: [String], _ arguments: inout SQLArguments
  ) -> String {
    let own =
      "EXISTS (SELECT 1 FROM contacts c WHERE c.id = t.contact_id AND c.owner_id = \(arguments.add(.text(operatorID))))"
    guard !queueIDs.isEmpty else { return own }
    return """
      (\(own) OR EXISTS (SELECT 1 FROM contact_queues q
        WHERE q.contact_id = t.contact_id AND q.queue_id IN (\(arguments.list(queueIDs)))))
      """
  }
}
