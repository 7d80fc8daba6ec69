import Foundation
import Recovery
import Storage
import Testing
import TestSupport

@Suite struct AttachmentTests {
  @Test(arguments: Engine.available)
  func `a photo comes with its message, and only those who see the chat may open it`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      try await desk.sendPhoto("file-1", caption: "It came broken")
      let message = try #require(try await desk.messages(for: desk.ivan).last)
      let photo = try #require(message.attachments.first)
      #expect(message.attachments.count == 1)
      #expect((photo.kind, photo.externalID, photo.caption) == (.photo, "file-1", "It came broken"))
      #expect(try await desk.recovery.attachment(photo.id, for: desk.ivan)?.channel == desk.bot)
      #expect(try await desk.recovery.attachment(photo.id, for: desk.oksana) != nil)
      #expect(try await desk.recovery.attachment(photo.id, for: desk.petro) == nil)
      #expect(try await desk.recovery.attachment("nothing", for: desk.ivan) == nil)
    }
  }

  @Test(arguments: Engine.available)
  func `delivered twice, it is there once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      for key in ["1", "2"] { try await desk.sendPhoto("file-1", caption: "", key: key) }
      #expect(try await desk.messages(for: desk.ivan).map(\.attachments.count) == [1])
    }
  }
}

extension Desk {
  fileprivate func sendPhoto(_ file: String, caption: String, key: String = "1") async throws {
    let fields = [
      "key": key, "chat": "77", "id": "77:1", "from": "77", "name": "Олена", "text": caption, "photo": file,
    ]
    try await recovery.store(Array(try JSONEncoder().encode(fields)), key: key, for: bot)
    try await process()
  }

  fileprivate func messages(for viewer: Operator) async throws -> [Message] {
    let chat = try await recovery.chats(ChatFilter(state: .waiting), for: viewer).chats.first
    return try await recovery.messages(of: chat?.id ?? "", for: viewer) ?? []
  }
}
