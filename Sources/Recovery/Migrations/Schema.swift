package import Storage

extension Recovery {
  /// Every step of the schema, in order. Steps are only ever appended.
  package static let migrations: [Migration] = [
    Migration("0001 operators, skills, queues and settings", PeopleSchema.statements),
    Migration("0002 channels, contacts and chats", ConversationSchema.statements),
    Migration("0003 activities, history and outbox", ActivitySchema.statements),
    // So that an acceptance changes one index fewer: it does not close.
    Migration(
      "0004 open Activities are those not closed",
      [
        "DROP INDEX activities_open",
        "CREATE UNIQUE INDEX activities_open ON activities (channel_id, chat_external_id) WHERE closed_at IS NULL",
      ]),
  ]
}
