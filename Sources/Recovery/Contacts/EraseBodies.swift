import Storage

/// What was found of a customer in what platforms sent.
struct BodySearch: Sendable {
  let names: Set<Contact.Identity>
  let atOnce: Int
  /// The position up to which all was looked through.
  fileprivate(set) var end: Int64 = 0
  /// What names the customer and was not done with, so that it was left for the erasing itself: what waits is processed
  /// yet, and a dead letter may be, should nothing be erased.
  fileprivate(set) var unfinished: [[Int64]] = []
}

extension Recovery {
  /// How many stored bodies one transaction looks through or empties.
  package static let storedBodiesAtOnce = 1000
  /// On PostgreSQL a body can come into sight after so many that have a greater position.
  static let bodiesSeenLate: Int64 = 1000

  /// Empties what was done with of what platforms sent from and about somebody, in transactions that keep nobody waiting.
  func eraseBodies(naming names: Set<Contact.Identity>, atOnce: Int) async throws -> BodySearch {
    var search = BodySearch(names: names, atOnce: atOnce)
    while let stretch = try await database.read({ [search] in try $0.bodies(search, after: search.end) }) {
      let unfinished =
        try await stretch.found.isEmpty
        ? [] : database.write { try $0.emptyBodies(at: stretch.found, only: "state = 'done'") }
      if !unfinished.isEmpty { search.unfinished.append(unfinished) }
      search.end = stretch.end
    }
    return search
  }
}

extension SQLConnection {
  /// Empties what has come, or was processed, since the search. What still waits then is processed for a new contact.
  func eraseBodies(since search: BodySearch) throws {
    for positions in search.unfinished { _ = try emptyBodies(at: positions, only: "state <> 'pending'") }
    var end = max(0, search.end - Recovery.bodiesSeenLate)
    while let stretch = try bodies(search, after: end) {
      _ = try emptyBodies(at: stretch.found, only: "state <> 'pending'")
      end = stretch.end
    }
  }

  /// Which of the next stored bodies name the customer.
  ///
  /// - Returns: nil where there are none after the position.
  fileprivate func bodies(_ search: BodySearch, after start: Int64) throws -> (end: Int64, found: [Int64])? {
    let last = try row(
      """
      SELECT max(position) AS position
      FROM (SELECT position FROM inbound WHERE position > $1 ORDER BY position LIMIT $2) AS stretch
      """,
      [.integer(start), .integer(Int64(search.atOnce))])
    guard let end = try last?.optionalInteger("position") else { return nil }
    var found: Set<Int64> = []
    for name in search.names {
      let rows = try rows(
        """
        SELECT position, body FROM inbound WHERE position > $1 AND position <= $2 AND body LIKE $4 ESCAPE '!'
          AND channel_id IN (SELECT id FROM channels WHERE kind = $3)
        """,
        [.integer(start), .integer(end), .text(name.kind.rawValue), .text(Self.pattern(name.externalID))])
      for row in rows where WholeName.stands(name.externalID, in: try row.text("body")) {
        found.insert(try row.integer("position"))
      }
    }
    return (end, found.sorted())
  }

  /// The keys stay, so that a repetition is still known.
  ///
  /// - Parameter condition: which of them.
  /// - Returns: those that are left as they are.
  fileprivate func emptyBodies(at positions: [Int64], only condition: String) throws -> [Int64] {
    guard !positions.isEmpty else { return [] }
    var arguments = SQLArguments()
    let list = positions.map { arguments.add(.integer($0)) }.joined(separator: ", ")
    let emptied = try rows(
      """
      UPDATE inbound SET body = '', failure = CASE WHEN failure IS NULL THEN NULL ELSE '' END
      WHERE position IN (\(list)) AND \(condition) RETURNING position
      """,
      arguments.values
    ).map { try $0.integer("position") }
    return Set(positions).subtracting(emptied).sorted()
  }

  private static func pattern(_ name: String) -> String {
    "%" + name.map { "%_!".contains($0) ? "!\($0)" : "\($0)" }.joined() + "%"
  }
}

/// Tells an id from a longer one of which it is a part.
enum WholeName {
  /// Whether the name stands in the text with no letter, digit, `_` or `-` beside it.
  static func stands(_ name: String, in text: String) -> Bool {
    let (name, text) = (Array(name.utf8), Array(text.utf8))
    guard let first = name.first, name.count <= text.count else { return false }
    return (0...(text.count - name.count)).contains { start in
      let end = start + name.count
      return text[start] == first && text[start..<end].elementsEqual(name)
        && (start == 0 || !continues(text[start - 1])) && (end == text.count || !continues(text[end]))
    }
  }

  private static func continues(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
