import Storage

/// How long a queue's Activities may wait, and when each is looked at next.
enum SupervisionSchema {
  static let statements: [SQL] = [
    "ALTER TABLE queues ADD COLUMN escalate_after bigint",
    "ALTER TABLE queues ADD COLUMN reply_within bigint",
    // A table of its own, so that accepting an Activity changes no index more.
    """
    CREATE TABLE deadlines (
      activity_id text PRIMARY KEY REFERENCES activities (id), offered_at bigint NOT NULL, escalated_at bigint,
      due_at bigint NOT NULL)
    """,
    "CREATE INDEX deadlines_due ON deadlines (due_at)",
  ]
}
