import Storage

/// Who works here, what they can do, and what is switched on.
enum PeopleSchema {
  static let statements: [SQL] = [
    """
    CREATE TABLE operators (
      id text PRIMARY KEY, login text NOT NULL, name text NOT NULL,
      role text NOT NULL CONSTRAINT operators_role CHECK (role IN ('operator', 'supervisor', 'administrator')),
      locale text NOT NULL, time_zone text NOT NULL, password_hash text,
      created_at bigint NOT NULL, seen_at bigint)
    """,
    "CREATE UNIQUE INDEX operators_login ON operators (login)",
    "CREATE TABLE skills (id text PRIMARY KEY, name text NOT NULL)",
    "CREATE UNIQUE INDEX skills_name ON skills (name)",
    """
    CREATE TABLE operator_skills (
      operator_id text NOT NULL REFERENCES operators (id), skill_id text NOT NULL REFERENCES skills (id),
      PRIMARY KEY (operator_id, skill_id))
    """,
    """
    CREATE TABLE queues (
      id text PRIMARY KEY, name text NOT NULL, answer_within bigint NOT NULL, hours text NOT NULL,
      created_at bigint NOT NULL)
    """,
    "CREATE UNIQUE INDEX queues_name ON queues (name)",
    """
    CREATE TABLE queue_skills (
      queue_id text NOT NULL REFERENCES queues (id), skill_id text NOT NULL REFERENCES skills (id),
      PRIMARY KEY (queue_id, skill_id))
    """,
    // Who has all the skills of a queue, kept with every change of skills, so that one look-up answers it.
    """
    CREATE TABLE queue_members (
      queue_id text NOT NULL REFERENCES queues (id), operator_id text NOT NULL REFERENCES operators (id),
      PRIMARY KEY (queue_id, operator_id))
    """,
    "CREATE INDEX queue_members_operator ON queue_members (operator_id, queue_id)",
    """
    CREATE TABLE sessions (
      token_hash text PRIMARY KEY, operator_id text NOT NULL REFERENCES operators (id),
      kind text NOT NULL CONSTRAINT sessions_kind CHECK (kind IN ('browser', 'program')),
      created_at bigint NOT NULL, expires_at bigint)
    """,
    "CREATE INDEX sessions_operator ON sessions (operator_id)",
    "CREATE INDEX sessions_expiry ON sessions (expires_at) WHERE expires_at IS NOT NULL",
    """
    CREATE TABLE settings (
      code text PRIMARY KEY, value text NOT NULL, updated_at bigint NOT NULL,
      updated_by text REFERENCES operators (id))
    """,
  ]
}
