import Storage

/// Waiting chats in the order of their waiting, and the others in that of their last message. Each chat lies in one index
/// of each pair, and whoever writes again while they wait changes none of the six.
enum WaitingSchema {
  static let statements: [SQL] = [
    // Only samples of an earlier version; whoever waits has a first unanswered message.
    """
    UPDATE chats SET first_unanswered_at = last_message_at
    WHERE state = 'waiting' AND first_unanswered_at IS NULL
    """,
    "DROP INDEX chats_queue",
    "DROP INDEX chats_owner",
    "DROP INDEX chats_state_order",
    "CREATE INDEX chats_queue ON chats (queue_id, state, last_message_at, id) WHERE state <> 'waiting'",
    """
    CREATE INDEX chats_owner ON chats (owner_id, state, last_message_at, id)
    WHERE state <> 'waiting' AND owner_id IS NOT NULL
    """,
    "CREATE INDEX chats_state_order ON chats (state, last_message_at, id) WHERE state <> 'waiting'",
    """
    CREATE INDEX chats_queue_waiting ON chats (queue_id, first_unanswered_at, id)
    WHERE first_unanswered_at IS NOT NULL
    """,
    """
    CREATE INDEX chats_owner_waiting ON chats (owner_id, first_unanswered_at, id)
    WHERE first_unanswered_at IS NOT NULL AND owner_id IS NOT NULL
    """,
    "CREATE INDEX chats_waiting ON chats (first_unanswered_at, id) WHERE first_unanswered_at IS NOT NULL",
  ]
}
