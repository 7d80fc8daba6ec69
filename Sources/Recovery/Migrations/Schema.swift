package import Storage

extension Recovery {
  /// Every step of the schema, in order. Steps are only ever appended.
  package static let migrations: [Migration] = [
    Migration("0001 operators, skills, queues and settings", PeopleSchema.statements),
    Migration("0002 channels, contacts and chats", ConversationSchema.statements),
    Migration("0003 activities, history and outbox", ActivitySchema.statements),
    // So that an acceptance changes two indexes fewer: it does not close.
    Migration(
      "0004 open Activities are those not closed",
      [
        "DROP INDEX activities_open",
        "CREATE UNIQUE INDEX activities_open ON activities (channel_id, chat_external_id) WHERE closed_at IS NULL",
        "DROP INDEX activities_queue",
        "CREATE INDEX activities_queue_open ON activities (queue_id, created_at, id) WHERE closed_at IS NULL",
        """
        CREATE INDEX activities_queue_closed ON activities (queue_id, status, created_at, id)
        WHERE closed_at IS NOT NULL
        """,
      ]),
    Migration("0005 system messages and alert preferences", SystemMessageSchema.statements),
    Migration("0006 saved views and the order by time left", ViewSchema.statements),
    Migration("0007 priority, result details, reminders and attachments", CardSchema.statements),
    Migration("0008 contacts: what they are found by, merging and erasing", ContactSchema.statements),
    Migration("0009 queue times and deadlines", SupervisionSchema.statements),
    Migration("0010 sums for the reports", ReportSchema.statements),
    Migration("0011 the audit list, versions, and what is switched off", AdministrationSchema.statements),
    Migration("0012 chats by when they were missed and recovered", HomeSchema.statements),
    Migration(
      "0013 since when the customer of an Activity waits", ["ALTER TABLE activities ADD COLUMN waiting_since bigint"]),
    // Found by a range of its own, so that not all that waits is looked through; and an acceptance leaves it alone.
    Migration(
      "0014 what everybody declined",
      [
        "DROP INDEX activities_declined",
        """
        CREATE INDEX activities_declined ON activities (declined_by_all_at)
        WHERE closed_at IS NULL AND declined_by_all_at IS NOT NULL
        """,
      ]),
    Migration(
      "0016 a channel's rest, and one change of the desk at a time",
      [
        "ALTER TABLE channels ADD COLUMN rest_until bigint",
        // Its one row is locked by whoever changes the desk.
        "CREATE TABLE amendments (id bigint PRIMARY KEY)",
        "INSERT INTO amendments (id) VALUES (1)",
      ]),
    Migration("0018 waiting chats by how long they wait", WaitingSchema.statements),
  ]
}
