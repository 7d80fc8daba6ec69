package import Storage

extension Recovery {
  /// Every step of the schema, in order. Steps are only ever appended.
  package static let migrations: [Migration] = [
    Migration("0001 operators, skills, queues and settings", PeopleSchema.statements),
    Migration("0002 channels, contacts and chats", ConversationSchema.statements),
    Migration("0003 activities, history and outbox", ActivitySchema.statements),
  ]
}
