import Storage

/// Who changed what of the desk, which versions two administrators saw, and what is switched off.
enum AdministrationSchema {
  static let statements: [SQL] = [
    """
    CREATE TABLE audit (
      id text PRIMARY KEY, at bigint NOT NULL, by_id text REFERENCES operators (id), subject text NOT NULL,
      subject_id text NOT NULL, name text NOT NULL, what text NOT NULL, changes text NOT NULL)
    """,
    "CREATE INDEX audit_subject ON audit (subject, subject_id, id)",
    "CREATE INDEX audit_subject_order ON audit (subject, id)",
    "ALTER TABLE queues ADD COLUMN version bigint NOT NULL DEFAULT 1",
    "ALTER TABLE operators ADD COLUMN version bigint NOT NULL DEFAULT 1",
    "ALTER TABLE operators ADD COLUMN disabled_at bigint",
    "ALTER TABLE channels ADD COLUMN version bigint NOT NULL DEFAULT 1",
    "ALTER TABLE channels ADD COLUMN disabled_at bigint",
    "ALTER TABLE settings ADD COLUMN version bigint NOT NULL DEFAULT 1",
    // A program's token is spoken of by its id and its name; the token itself is stored nowhere.
    "ALTER TABLE sessions ADD COLUMN id text",
    "ALTER TABLE sessions ADD COLUMN name text NOT NULL DEFAULT ''",
    "ALTER TABLE sessions ADD COLUMN used_at bigint",
    "UPDATE sessions SET id = substr(token_hash, 1, 32) WHERE kind = 'program'",
    "CREATE UNIQUE INDEX sessions_program ON sessions (id) WHERE id IS NOT NULL",
    "CREATE INDEX inbound_dead_channel ON inbound (channel_id, position) WHERE state = 'dead'",
  ]
}
