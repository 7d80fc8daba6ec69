/// A file that a customer sent with a message. It stays on their platform and is fetched when somebody looks at it.
@dynamicMemberLookup
package struct Attachment: Hashable, Sendable, Identifiable {
  package enum Kind: String, CaseIterable, Sendable {
    case photo, document, video, audio, voice
  }

  /// What is larger, in bytes, is not fetched: Telegram's bots cannot get more
  /// (https://core.telegram.org/bots/api#getfile).
  package static let largest: Int64 = 20 * 1024 * 1024

  package let id: String
  package let messageID: String
  /// What the platform told of it, whose fields are those of the attachment.
  package let announced: InboundAttachment

  package init(id: String, messageID: String, announced: InboundAttachment) {
    self.id = id
    self.messageID = messageID
    self.announced = announced
  }

  package subscript<Value>(dynamicMember field: KeyPath<InboundAttachment, Value>) -> Value {
    announced[keyPath: field]
  }

  package var isTooLarge: Bool { announced.size.map { $0 > Self.largest } ?? false }
}

/// A file as a platform announces it.
package struct InboundAttachment: Hashable, Sendable {
  package let kind: Attachment.Kind
  /// The file's id on the platform.
  package let externalID: String
  /// As the sender named it; empty where they did not.
  package let name: String
  /// What the platform says that it is, such as `image/jpeg`; empty where it says nothing.
  package let mediaType: String
  /// In bytes; nil where the platform does not tell.
  package let size: Int64?
  /// What the customer wrote with it.
  package let caption: String

  package init(
    kind: Attachment.Kind, externalID: String, name: String = "", mediaType: String = "", size: Int64? = nil,
    caption: String = ""
  ) {
    self.kind = kind
    self.externalID = externalID
    self.name = name
    self.mediaType = mediaType
    self.size = size
    self.caption = caption
  }
}
