import Storage

/// What the card knows of a task beyond its journey, and what customers send besides text.
enum CardSchema {
  static let statements: [SQL] = [
    """
    ALTER TABLE activities ADD COLUMN priority text NOT NULL DEFAULT 'medium'
    CONSTRAINT activities_priority CHECK (priority IN ('low', 'medium', 'high'))
    """,
    "ALTER TABLE activities ADD COLUMN result_details text NOT NULL DEFAULT ''",
    "ALTER TABLE activities ADD COLUMN remind_at bigint",
    // Who wanted to be reminded: told where nobody owns the Activity by then.
    "ALTER TABLE activities ADD COLUMN remind_by text REFERENCES operators (id)",
    "CREATE INDEX activities_remind ON activities (remind_at) WHERE remind_at IS NOT NULL",
    // The file itself stays on the platform and is fetched when somebody looks at it.
    """
    CREATE TABLE attachments (
      id text PRIMARY KEY, message_id text NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
      kind text NOT NULL CONSTRAINT attachments_kind
        CHECK (kind IN ('photo', 'document', 'video', 'audio', 'voice')),
      external_id text NOT NULL, name text NOT NULL, media_type text NOT NULL, size bigint, caption text NOT NULL)
    """,
    "CREATE INDEX attachments_message ON attachments (message_id, id)",
  ]
}
