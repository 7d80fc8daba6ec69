import Storage

/// The tasks, what each operator did with their notification, what happened, and what is still to be sent.
enum ActivitySchema {
  static let statements: [SQL] = [
    """
    CREATE TABLE activities (
      id text PRIMARY KEY, type text NOT NULL, subject text NOT NULL,
      status text NOT NULL CONSTRAINT activities_status
        CHECK (status IN ('not_started', 'in_progress', 'completed', 'canceled')),
      version bigint NOT NULL, channel_id text NOT NULL REFERENCES channels (id), messenger text NOT NULL,
      chat_id text NOT NULL REFERENCES chats (id), chat_external_id text NOT NULL,
      contact_id text REFERENCES contacts (id), queue_id text REFERENCES queues (id),
      designated_id text REFERENCES operators (id), owner_id text REFERENCES operators (id),
      created_at bigint NOT NULL, due_at bigint NOT NULL, updated_at bigint NOT NULL, closed_at bigint,
      missed_count bigint NOT NULL, missed_reason text NOT NULL, missed_at bigint NOT NULL, last_text text NOT NULL,
      accepted_by text REFERENCES operators (id), accepted_at bigint, acceptance_number bigint NOT NULL,
      declined_by_all_at bigint, answered_elsewhere_at bigint,
      result text, notes text NOT NULL, search_text text NOT NULL)
    """,
    // At most one open Activity for a customer on a channel, whatever is delivered twice.
    """
    CREATE UNIQUE INDEX activities_open ON activities (channel_id, chat_external_id)
    WHERE status IN ('not_started', 'in_progress')
    """,
    "CREATE INDEX activities_status_order ON activities (status, created_at, id)",
    "CREATE INDEX activities_queue ON activities (queue_id, status, created_at, id)",
    "CREATE INDEX activities_owner ON activities (owner_id, status, created_at, id) WHERE owner_id IS NOT NULL",
    """
    CREATE INDEX activities_declined ON activities (created_at, id)
    WHERE status = 'not_started' AND declined_by_all_at IS NOT NULL
    """,
    "CREATE INDEX activities_chat ON activities (chat_id)",
    "CREATE INDEX activities_contact ON activities (contact_id, created_at)",
    // What an operator did with a notification. That they have one follows from the Activity and the queue's members.
    """
    CREATE TABLE notification_marks (
      activity_id text NOT NULL REFERENCES activities (id), operator_id text NOT NULL REFERENCES operators (id),
      read_at bigint, declined_at bigint, reason text NOT NULL, postponed_until bigint,
      PRIMARY KEY (activity_id, operator_id))
    """,
    "CREATE INDEX notification_marks_until ON notification_marks (postponed_until) WHERE postponed_until IS NOT NULL",
    SQL(
      sqlite: history(position: "integer PRIMARY KEY AUTOINCREMENT"),
      postgres: history(position: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")),
    "CREATE INDEX history_activity ON history (activity_id, position) WHERE activity_id IS NOT NULL",
    "CREATE INDEX history_chat ON history (chat_id, position) WHERE chat_id IS NOT NULL",
    """
    CREATE TABLE outbox (
      message_id text PRIMARY KEY REFERENCES messages (id), chat_id text NOT NULL REFERENCES chats (id),
      channel_id text NOT NULL REFERENCES channels (id), created_at bigint NOT NULL, due_at bigint NOT NULL, attempts bigint NOT NULL, locked_until bigint,
      failure text)
    """,
    "CREATE INDEX outbox_due ON outbox (due_at)",
    "CREATE INDEX outbox_chat ON outbox (chat_id, message_id)",
  ]

  private static func history(position: String) -> String {
    """
    CREATE TABLE history (
      position \(position), chat_id text, activity_id text, message_id text, what text NOT NULL, at bigint NOT NULL,
      by_id text, detail text NOT NULL)
    """
  }
}
