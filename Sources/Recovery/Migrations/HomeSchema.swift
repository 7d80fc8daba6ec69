import Storage

/// What the home page counts: the chats that were missed and recovered since a moment.
enum HomeSchema {
  static let statements: [SQL] = [
    "ALTER TABLE chats ADD COLUMN recovered_at bigint",
    // With whose they are, so that those of others are passed over within the index.
    "CREATE INDEX chats_missed ON chats (missed_at, id, queue_id, owner_id) WHERE missed_at IS NOT NULL",
    "CREATE INDEX chats_recovered ON chats (recovered_at, id, queue_id, owner_id) WHERE recovered_at IS NOT NULL",
  ]
}
