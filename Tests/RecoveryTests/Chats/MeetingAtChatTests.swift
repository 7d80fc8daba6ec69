import Recovery
import Storage
import TestSupport
import Testing

/// Two who change the same chat at the same moment, which only PostgreSQL lets happen.
@Suite(.enabled(if: Engine.available.contains(.postgres)))
struct MeetingAtChatTests {
  @Test func `a reply that meets somebody's acceptance is told who has it`() async throws {
    try await withDesk(on: .postgres) { desk in
      let activity = try await desk.missedChat()
      let now = desk.time.now()
      let (outcome, waited) = try await desk.recovery.meeting(desk.accepting(activity, by: desk.maria)) {
        try await desk.recovery.reply(to: activity.chatID, text: "Hi", by: desk.ivan)
      }
      #expect(waited)
      #expect(outcome == .alreadyTaken(by: desk.maria.reference, at: now))
    }
  }

  @Test func `closing a chat that meets somebody's acceptance is told of the Activity`() async throws {
    try await withDesk(on: .postgres) { desk in
      let activity = try await desk.missedChat()
      let (outcome, waited) = try await desk.recovery.meeting(desk.accepting(activity, by: desk.maria)) {
        try await desk.recovery.closeChat(activity.chatID, by: desk.ivan)
      }
      #expect(waited)
      #expect(outcome == .activityOpen)
    }
  }

  @Test func `a reply that meets the merging of its customer is sent`() async throws {
    try await withDesk(on: .postgres) { desk in
      let activity = try await desk.missedChat()
      try await desk.write("Good day", id: "other", from: "78", name: "Олена К.")
      let (outcome, waited) = try await desk.recovery.meeting { connection in
        try connection.execute(
          """
          UPDATE chats SET contact_id = (SELECT contact_id FROM identities WHERE external_id = '78')
          WHERE id = $1
          """, [.text(activity.chatID)])
      } _: {
        try await desk.recovery.reply(to: activity.chatID, text: "Hi", by: desk.ivan)
      }
      #expect(waited)
      guard case .sent = outcome else {
        Issue.record("\(outcome)")
        return
      }
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.contact.name == "Олена К.")
    }
  }

  @Test func `a message that another machine takes in, into a chat that ends meanwhile, leaves no empty chat`()
    async throws
  {
    try await withDesk(on: .postgres) { desk in
      try await desk.write("Before", id: "before")
      let earlier = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)
      #expect(try await desk.recovery.closeChat(earlier.id, by: desk.ivan) == .closed)
      let (_, waited) = try await desk.recovery.meeting { connection in
        try connection.execute("UPDATE chats SET state = 'waiting' WHERE id = $1", [.text(earlier.id)])
      } last: { connection in
        try connection.execute(
          """
          INSERT INTO messages (id, chat_id, channel_id, external_id, direction, text, at, delivery)
          VALUES ('m', $1, $2, '1', 'in', 'Hi', 0, 'received')
          """, [.text(earlier.id), .text(desk.bot.id)])
        try connection.execute("UPDATE chats SET state = 'closed' WHERE id = $1", [.text(earlier.id)])
      } _: {
        try await desk.write("Hi", id: "1")
      }
      #expect(waited)
      #expect(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.isEmpty)
    }
  }
}

extension Desk {
  /// What somebody's acceptance writes.
  fileprivate func accepting(
    _ activity: Activity, by person: Operator
  ) -> @Sendable (any SQLConnection) throws -> Void {
    let now = time.now()
    return { connection in
      try connection.execute(
        """
        UPDATE activities SET status = 'in_progress', owner_id = $2, accepted_by = $2, accepted_at = $3,
          acceptance_number = acceptance_number + 1 WHERE id = $1
        """,
        [.text(activity.id), .text(person.id), .integer(now.milliseconds)])
    }
  }
}
