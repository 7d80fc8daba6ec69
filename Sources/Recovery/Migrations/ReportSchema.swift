import Storage

/// What the history adds up to, for the reports. All of it can be counted anew from the history, but for `report_cases`.
enum ReportSchema {
  static let statements: [SQL] = [
    // How far the history is counted; `gaps` are positions still missing below `high`, as `first-last@noticed`.
    """
    CREATE TABLE report_progress (
      id bigint PRIMARY KEY, version bigint NOT NULL, rules bigint NOT NULL, high bigint NOT NULL, gaps text NOT NULL)
    """,
    "INSERT INTO report_progress (id, version, rules, high, gaps) VALUES (1, 0, 0, 0, '')",
    // Where each missed chat was counted, because a channel may later be given to another queue.
    """
    CREATE TABLE report_cases (
      chat_id text NOT NULL, position bigint NOT NULL, queue_id text NOT NULL, channel_id text NOT NULL,
      PRIMARY KEY (chat_id, position))
    """,
    // What is added up together; `*` stands for all, the empty text for none.
    SQL(
      sqlite: groups(id: "integer PRIMARY KEY AUTOINCREMENT"),
      postgres: groups(id: "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")),
    "CREATE UNIQUE INDEX report_groups_parts ON report_groups (operator_id, queue_id, channel_id)",
    // Sums by quarter hour (grain 0) and by day of UTC (grain 1); a summary's rows lie side by side.
    SQL(sqlite: tallies(bytes: "blob") + " WITHOUT ROWID", postgres: tallies(bytes: "bytea")),
  ]

  private static func groups(id: String) -> String {
    """
    CREATE TABLE report_groups (
      id \(id), queue_id text NOT NULL, channel_id text NOT NULL, operator_id text NOT NULL)
    """
  }

  private static func tallies(bytes: String) -> String {
    """
    CREATE TABLE report_tallies (
      group_id bigint NOT NULL REFERENCES report_groups (id), grain bigint NOT NULL, start bigint NOT NULL,
      missed bigint NOT NULL, without_activity bigint NOT NULL, taken bigint NOT NULL, recovered bigint NOT NULL,
      no_answer bigint NOT NULL, abandoned bigint NOT NULL, after_hours bigint NOT NULL, queue_full bigint NOT NULL,
      declined_by_all bigint NOT NULL, operator_silent bigint NOT NULL,
      pick_up \(bytes) NOT NULL, first_reply \(bytes) NOT NULL,
      PRIMARY KEY (group_id, grain, start))
    """
  }
}
