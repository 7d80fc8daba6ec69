import Recovery
import Storage
import TestSupport
import Testing

@Suite struct WaitingChatsTests {
  @Test(arguments: Engine.available)
  func `whoever waits longest stands first, also when they write again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for customer in ["1", "2", "3"] {
        try await desk.write("Good day", id: "first-\(customer)", from: customer)
        desk.time.advance(by: .seconds(10))
      }
      try await desk.write("Hello?", id: "again", from: "1")

      for viewer in [desk.ivan, desk.oksana] {
        #expect(try await desk.waiting(pagesOf: 2, for: viewer) == ["1", "2", "3"])
      }
      #expect(try await desk.waiting(pagesOf: 1, of: desk.sales.id, for: desk.oksana) == ["1", "2", "3"])
    }
  }

  @Test(arguments: Engine.available)
  func `one's own customers stand among those of the queues`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let owned = try await desk.customer("Олена", from: "1")
      _ = try await desk.recovery.designate(contact: owned, to: desk.petro.id, by: desk.oksana)
      desk.time.advance(by: .seconds(10))
      try await desk.write("Hello?", id: "again", from: "1")
      #expect(try await desk.waiting(pagesOf: 1, for: desk.petro) == ["1"])
    }
  }

  @Test(arguments: Engine.available)
  func `answered chats stand with the newest message first`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for customer in ["1", "2", "3"] {
        try await desk.write("Good day", id: "first-\(customer)", from: customer)
        desk.time.advance(by: .seconds(10))
      }
      for chat in try await desk.recovery.chats(ChatFilter(state: .waiting), for: desk.ivan).chats {
        _ = try await desk.recovery.reply(to: chat.id, text: "Hello", by: desk.ivan)
        desk.time.advance(by: .seconds(10))
      }
      #expect(try await desk.listed(.answered, pagesOf: 2, for: desk.ivan) == ["3", "2", "1"])
    }
  }
}

extension Desk {
  fileprivate func waiting(pagesOf limit: Int, of queue: String? = nil, for viewer: Operator) async throws -> [String] {
    try await listed(.waiting, pagesOf: limit, of: queue, for: viewer)
  }

  fileprivate func listed(
    _ state: ChatState, pagesOf limit: Int, of queue: String? = nil, for viewer: Operator
  ) async throws -> [String] {
    var filter = ChatFilter(state: state)
    filter.queueID = queue
    filter.limit = limit
    var customers: [String] = []
    repeat {
      let page = try await recovery.chats(filter, for: viewer)
      customers += page.chats.map(\.externalID)
      filter.after = page.next
    } while filter.after != nil && customers.count < 10
    return customers
  }
}
