import AsyncHTTPClient
import Channels
import Foundation
import Recovery
import struct Recovery.Attachment
import Simulators
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Files of Telegram's customers` {
  @Test func `what Олена sent is fetched byte for byte`() async throws {
    try await withTelegram { telegram, channel in
      let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try await telegram.customer(77, sends: SimulatedFile(name: "x.png", type: "image/png", bytes: bytes))
      let attachment = try await announced(by: telegram)
      #expect(attachment.kind == .photo)
      #expect(attachment.size == 200_000)
      let content = try await TelegramFiles(secrets: TelegramCast.secrets, client: .shared).open(
        attachment, on: channel)
      var fetched: [UInt8] = []
      for try await piece in content.bytes { fetched += piece }
      #expect(content.size == 200_000)
      #expect(fetched == bytes)
    }
  }

  @Test func `what is too large is not even asked for`() async throws {
    try await withTelegram { _, channel in
      await #expect(throws: AttachmentError.tooLarge) {
        try await open(attachment("a", size: Attachment.largest + 1), on: channel)
      }
    }
  }

  @Test func `what Telegram does not have any more is gone`() async throws {
    try await withTelegram { telegram, channel in
      await #expect(throws: AttachmentError.gone) { try await open(attachment("unknown"), on: channel) }
      await telegram.order(TelegramFaultOrder(method: "getFile", code: 500))
      await #expect(throws: AttachmentError.unreachable("Simulated fault 500")) {
        try await open(attachment("unknown"), on: channel)
      }
    }
  }

  @Test func `a document has its name, type and size, a caption stands beside`() throws {
    let update = """
      {"update_id":1,"message":{"message_id":5,"date":1700000000,"chat":{"id":77,"type":"private"},"caption":"Here",
      "from":{"id":77,"first_name":"Олена"},"document":{"file_id":"d","file_name":"invoice.pdf","mime_type":"application/pdf",
      "file_size":512}}}
      """
    let events = try TelegramReceiver(secrets: TelegramCast.secrets).events(in: Array(update.utf8))
    guard case .message(let message)? = events.first else {
      Issue.record("It is a message.")
      return
    }
    #expect(
      message.attachments == [
        InboundAttachment(
          kind: .document, externalID: "d", name: "invoice.pdf", mediaType: "application/pdf", size: 512,
          caption: "Here")
      ])
  }

  private func open(_ attachment: Attachment, on channel: Channel) async throws -> AttachmentContent {
    try await TelegramFiles(secrets: TelegramCast.secrets, client: .shared).open(attachment, on: channel)
  }

  private func attachment(_ file: String, size: Int64? = nil, kind: Attachment.Kind = .document) -> Attachment {
    Attachment(
      id: "1", messageID: "1", announced: InboundAttachment(kind: kind, externalID: file, size: size))
  }

  /// The attachment of the newest update, as our receiver understands it.
  private func announced(by telegram: SimulatedTelegram) async throws -> Attachment {
    let update = try #require(await telegram.newestUpdate)
    let events = try TelegramReceiver(secrets: TelegramCast.secrets).events(in: Array(JSONEncoder().encode(update)))
    guard case .message(let message)? = events.first, let inbound = message.attachments.first else {
      throw AttachmentError.gone
    }
    return attachment(inbound.externalID, size: inbound.size, kind: inbound.kind)
  }
}
