import Storage

/// Saved views of the sections, and the order by the time that is left.
enum ViewSchema {
  static let statements: [SQL] = [
    """
    CREATE TABLE views (
      id text PRIMARY KEY, operator_id text NOT NULL REFERENCES operators (id), name text NOT NULL,
      name_key text NOT NULL, query text NOT NULL, shared_at bigint, created_at bigint NOT NULL)
    """,
    // One name for one view: among an operator's own, and among those that everybody has.
    "CREATE UNIQUE INDEX views_personal ON views (operator_id, name_key) WHERE shared_at IS NULL",
    "CREATE UNIQUE INDEX views_shared ON views (name_key) WHERE shared_at IS NOT NULL",
    // Only of what is open, and without the status, so that an acceptance leaves them alone.
    "CREATE INDEX activities_due ON activities (due_at, id) WHERE closed_at IS NULL",
    "CREATE INDEX activities_queue_due ON activities (queue_id, due_at, id) WHERE closed_at IS NULL",
  ]
}
