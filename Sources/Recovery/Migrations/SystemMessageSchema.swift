import Storage

/// What operators are told about the desk itself, and how each wants to be alerted.
enum SystemMessageSchema {
  static let statements: [SQL] = [
    SQL(
      sqlite: messages(position: "integer PRIMARY KEY AUTOINCREMENT"),
      postgres: messages(position: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")),
    "CREATE INDEX system_messages_at ON system_messages (at)",
    """
    CREATE TABLE system_message_recipients (
      operator_id text NOT NULL REFERENCES operators (id),
      message bigint NOT NULL REFERENCES system_messages (position) ON DELETE CASCADE, read_at bigint,
      PRIMARY KEY (operator_id, message))
    """,
    "CREATE INDEX system_message_recipients_message ON system_message_recipients (message)",
    """
    CREATE INDEX system_message_recipients_unread ON system_message_recipients (operator_id, message)
    WHERE read_at IS NULL
    """,
    // Whoever has no row here wants what is standard.
    """
    CREATE TABLE alert_preferences (
      operator_id text PRIMARY KEY REFERENCES operators (id), desktop bigint NOT NULL, sound bigint NOT NULL,
      repeated bigint NOT NULL)
    """,
  ]

  /// Like the history, it names an Activity and a queue, and does not keep them.
  private static func messages(position: String) -> String {
    """
    CREATE TABLE system_messages (
      position \(position), what text NOT NULL, at bigint NOT NULL, activity_id text, queue_id text,
      detail text NOT NULL)
    """
  }
}
