import Recovery
import Storage
import TestSupport
import Testing

/// A channel that one machine has made, and of which another has not heard yet.
@Suite struct NewChannelTests {
  @Test(arguments: Engine.available)
  func `a machine that remembers the desk without it understands what comes in, and sends what is answered`(
    engine: Engine
  ) async throws {
    try await withDesk(on: engine) { desk in
      let (receiving, sending) = try await (desk.otherMachine(), desk.otherMachine())
      let channel = try await desk.newBot()
      let body = #"{"key":"1","chat":"77","id":"1","from":"77","name":"Олена","text":"Hi"}"#
      try await desk.recovery.store(Array(body.utf8), key: "1", for: channel)

      #expect(try await receiving.processInbound(with: [.telegram: PlainReceiver()]) == 1)
      #expect(try await desk.recovery.deadLetters().letters.isEmpty)
      let chat = try #require(try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats.first)

      _ = try await desk.recovery.reply(to: chat.id, text: "Good day!", by: desk.ivan)
      let sender = RecordingSender()
      _ = try await sending.sendOutbox(through: [.telegram: sender])
      #expect(sender.sent.map(\.channel) == [channel])
    }
  }
}

extension Desk {
  /// With the same store and the desk as it remembers it now.
  fileprivate func otherMachine() async throws -> Recovery {
    let machine = Recovery(database: recovery.database, time: time, logger: recovery.logger)
    _ = try await machine.directory()
    return machine
  }

  fileprivate func newBot() async throws -> Channel {
    var provision = Provision()
    provision.channels = [.init(name: "new", kind: .telegram, queue: "Sales", owner: nil, options: [:])]
    try await recovery.apply(provision)
    guard let channel = try await recovery.directory().channels["new"] else { throw Missing("new") }
    return channel
  }
}
