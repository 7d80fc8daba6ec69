import Recovery
import Storage
import TestSupport
import Testing

/// What a platform refuses after something else became of the message.
@Suite struct SettledMeanwhileTests {
  @Test(arguments: Engine.available)
  func `what another sender has delivered meanwhile is not said to have failed`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Hello", by: desk.ivan)
      let other = RecordingSender()
      let slow = RefusingSender {
        desk.time.advance(by: .seconds(61))
        _ = try await desk.recovery.sendOutbox(through: [.telegram: other])
      }

      _ = try await desk.recovery.sendOutbox(through: [.telegram: slow])

      #expect(other.sent.map(\.text) == ["Hello"])
      let message = try await desk.recovery.messages(of: activity.chatID, for: desk.ivan)?.last
      #expect(message?.delivery == .sent)
      #expect(message?.failure == nil)
      #expect(try await desk.recovery.chat(activity.chatID, for: desk.ivan)?.state == .answered)
      #expect(try await desk.steps(of: activity).contains(.failed) == false)
    }
  }

  @Test(arguments: Engine.available)
  func `of whoever was erased meanwhile nothing is written down`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.reply(to: activity.chatID, text: "Hello", by: desk.ivan)
      let contact = try #require(activity.contact?.id)
      let slow = RefusingSender {
        _ = try await desk.recovery.close(activity.id, as: .completed, result: "", notes: nil, by: desk.ivan)
        #expect(try await desk.recovery.erase(contact: contact, by: desk.anna) == .erased)
      }

      _ = try await desk.recovery.sendOutbox(through: [.telegram: slow])

      let message = try await desk.recovery.messages(of: activity.chatID, for: desk.anna)?.last
      #expect(message?.failure?.detail ?? "" == "")
      #expect(try await desk.steps(of: activity).contains(.failed) == false)
    }
  }
}

/// A platform that refuses every message, and takes its time.
private struct RefusingSender: ChannelSender {
  /// What happens until it has answered.
  let meanwhile: @Sendable () async throws -> Void

  init(_ meanwhile: @escaping @Sendable () async throws -> Void) { self.meanwhile = meanwhile }

  func send(_ message: OutboundMessage) async throws(ChannelSendError) -> String? {
    do {
      try await meanwhile()
    } catch {
      Issue.record(error)
    }
    throw .rejected("No such customer: Олена")
  }
}
