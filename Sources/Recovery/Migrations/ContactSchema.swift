import Storage

/// What contacts are found by, who may see them, and what became of merged and erased ones.
enum ContactSchema {
  static let statements: [SQL] = [
    "ALTER TABLE contacts ADD COLUMN merged_into text REFERENCES contacts (id)",
    "ALTER TABLE contacts ADD COLUMN merged_at bigint",
    "ALTER TABLE contacts ADD COLUMN erased_at bigint",
    // When what it is found by was written down; nil where that is still to be done.
    "ALTER TABLE contacts ADD COLUMN indexed_at bigint",
    "CREATE INDEX contacts_unindexed ON contacts (id) WHERE indexed_at IS NULL",
    "CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX contacts_owner ON contacts (owner_id, id) WHERE owner_id IS NOT NULL",
    // Names, numbers and addresses, folded; a search finds all that begin with something, which is one range. That needs
    // the order of the bytes, which SQLite has anyway.
    SQL(sqlite: terms(type: "text"), postgres: terms(type: "text COLLATE \"C\"")),
    "CREATE INDEX contact_terms_contact ON contact_terms (contact_id, term)",
    // In which queues a contact has written; their operators see it. Ids grow with time, so that this is an order too.
    """
    CREATE TABLE contact_queues (
      queue_id text NOT NULL REFERENCES queues (id), contact_id text NOT NULL REFERENCES contacts (id),
      PRIMARY KEY (queue_id, contact_id))
    """,
    "CREATE INDEX contact_queues_contact ON contact_queues (contact_id, queue_id)",
    "ALTER TABLE history ADD COLUMN contact_id text",
    "CREATE INDEX history_contact ON history (contact_id, position) WHERE contact_id IS NOT NULL",
  ]

  private static func terms(type: String) -> String {
    """
    CREATE TABLE contact_terms (
      term \(type) NOT NULL, contact_id text NOT NULL REFERENCES contacts (id), PRIMARY KEY (term, contact_id))
    """
  }
}
