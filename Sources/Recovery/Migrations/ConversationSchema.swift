import Storage

/// Customers, the channels on which they write, and what is said.
enum ConversationSchema {
  static let statements: [SQL] = [
    """
    CREATE TABLE channels (
      id text PRIMARY KEY, name text NOT NULL, kind text NOT NULL, queue_id text REFERENCES queues (id),
      owner_id text REFERENCES operators (id), options text NOT NULL, created_at bigint NOT NULL)
    """,
    "CREATE UNIQUE INDEX channels_name ON channels (name)",
    """
    CREATE TABLE contacts (
      id text PRIMARY KEY, name text NOT NULL, phone text, email text, owner_id text REFERENCES operators (id),
      created_at bigint NOT NULL)
    """,
    """
    CREATE TABLE identities (
      kind text NOT NULL, external_id text NOT NULL, contact_id text NOT NULL REFERENCES contacts (id),
      PRIMARY KEY (kind, external_id))
    """,
    "CREATE INDEX identities_contact ON identities (contact_id)",
    """
    CREATE TABLE visitors (
      id text PRIMARY KEY, channel_id text NOT NULL REFERENCES channels (id), token_hash text NOT NULL,
      created_at bigint NOT NULL)
    """,
    "CREATE UNIQUE INDEX visitors_token ON visitors (token_hash)",
    """
    CREATE TABLE chats (
      id text PRIMARY KEY, channel_id text NOT NULL REFERENCES channels (id), external_id text NOT NULL,
      contact_id text NOT NULL REFERENCES contacts (id), queue_id text REFERENCES queues (id),
      owner_id text REFERENCES operators (id),
      state text NOT NULL CONSTRAINT chats_state CHECK (state IN ('waiting', 'answered', 'closed')),
      opened_at bigint NOT NULL, closed_at bigint, first_unanswered_at bigint, last_wrote_at bigint,
      due_at bigint, missed_at bigint, missed_reason text, left_at bigint, last_message_at bigint NOT NULL, last_text text NOT NULL)
    """,
    "CREATE UNIQUE INDEX chats_open ON chats (channel_id, external_id) WHERE state <> 'closed'",
    "CREATE INDEX chats_conversation ON chats (channel_id, external_id)",
    "CREATE INDEX chats_due ON chats (due_at) WHERE due_at IS NOT NULL",
    "CREATE INDEX chats_queue ON chats (queue_id, state, last_message_at, id)",
    "CREATE INDEX chats_owner ON chats (owner_id, state, last_message_at, id) WHERE owner_id IS NOT NULL",
    "CREATE INDEX chats_state_order ON chats (state, last_message_at, id)",
    "CREATE INDEX chats_contact ON chats (contact_id, opened_at)",
    """
    CREATE TABLE messages (
      id text PRIMARY KEY, chat_id text NOT NULL REFERENCES chats (id),
      channel_id text NOT NULL REFERENCES channels (id), external_id text,
      direction text NOT NULL CONSTRAINT messages_direction CHECK (direction IN ('in', 'out')),
      text text NOT NULL, at bigint NOT NULL, operator_id text REFERENCES operators (id),
      delivery text NOT NULL, failure text, client_id text)
    """,
    // An operator's page sends a reply again under the same id when it got no answer.
    "CREATE UNIQUE INDEX messages_client ON messages (chat_id, client_id) WHERE client_id IS NOT NULL",
    "CREATE INDEX messages_chat ON messages (chat_id, at, id)",
    "CREATE UNIQUE INDEX messages_external ON messages (channel_id, external_id) WHERE external_id IS NOT NULL",
    // What platforms sent, as it came: stored before it is acknowledged, processed after.
    SQL(
      sqlite: inbound(position: "integer PRIMARY KEY AUTOINCREMENT"),
      postgres: inbound(position: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")),
    "CREATE UNIQUE INDEX inbound_key ON inbound (channel_id, key) WHERE key IS NOT NULL",
    "CREATE INDEX inbound_pending ON inbound (position) WHERE state = 'pending'",
    "CREATE INDEX inbound_finished ON inbound (received_at) WHERE state = 'done'",
    "CREATE INDEX inbound_dead ON inbound (position) WHERE state = 'dead'",
  ]

  private static func inbound(position: String) -> String {
    """
    CREATE TABLE inbound (
      position \(position), channel_id text NOT NULL REFERENCES channels (id), key text, body text NOT NULL,
      received_at bigint NOT NULL,
      state text NOT NULL CONSTRAINT inbound_state CHECK (state IN ('pending', 'done', 'dead')), failure text)
    """
  }
}
