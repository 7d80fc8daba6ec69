import Recovery

/// What a message holds besides text, as far as an operator can read it.
struct TelegramAttachment: Sendable {
  /// The member of the message that holds it.
  let kind: String
  /// A file's name, a sticker's emoji, a place.
  let detail: String?
  let contact: TelegramContact?
  /// The file that it is, where it is one that people can open.
  let file: TelegramFile?

  var readableText: String {
    let name = kind.replacing("_", with: " ")
    return ["[\(name)]", detail].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The first that is there. An animation comes with a document and a venue with a location, for older clients: so they go
  /// first.
  static func found(in decoder: any Decoder) throws -> TelegramAttachment? {
    let members = try decoder.container(keyedBy: Kind.self)
    guard let kind = Kind.allCases.first(where: { members.contains($0) }) else { return nil }
    if try members.decodeNil(forKey: kind) { return nil }
    let contact = kind == .contact ? try members.decode(TelegramContact.self, forKey: kind) : nil
    return TelegramAttachment(
      kind: kind.rawValue, detail: try contact?.readableText ?? detail(of: kind, in: members), contact: contact,
      file: try file(of: kind, in: members))
  }

  private enum Kind: String, CodingKey, CaseIterable {
    case animation, venue, photo, document, video, video_note, voice, audio, sticker, location, contact
    case poll, dice, story
  }

  private static func detail(of kind: Kind, in members: KeyedDecodingContainer<Kind>) throws -> String? {
    switch kind {
    case .document, .audio, .sticker, .venue, .poll, .dice:
      try members.decode(Described.self, forKey: kind).detail
    case .location:
      try members.decode(Place.self, forKey: kind).readableText
    default: nil
    }
  }

  private static func file(of kind: Kind, in members: KeyedDecodingContainer<Kind>) throws -> TelegramFile? {
    // Of a photo's sizes, which are the same picture, the largest is the last.
    if kind == .photo { return try members.decode([TelegramFile].self, forKey: kind).last?.of(.photo) }
    let known: [Kind: Attachment.Kind] = [
      .document: .document, .animation: .video, .video: .video, .video_note: .video, .voice: .voice, .audio: .audio,
    ]
    return try known[kind].flatMap { try members.decode(TelegramFile.self, forKey: kind).of($0) }
  }

  /// The members by which attachments of several kinds are told apart by people.
  private struct Described: Decodable {
    let file_name: String?
    let title: String?
    let question: String?
    let emoji: String?

    var detail: String? { title ?? file_name ?? question ?? emoji }
  }

  /// A point on the map (https://core.telegram.org/bots/api#location).
  private struct Place: Decodable {
    let latitude: Double
    let longitude: Double

    var readableText: String { "\(latitude), \(longitude)" }
  }
}

/// A file that lies with Telegram (https://core.telegram.org/bots/api#document, and alike for other kinds).
struct TelegramFile: Decodable, Sendable {
  private let file_id: String?
  private let file_name: String?
  private let mime_type: String?
  private let file_size: Int64?
  private(set) var kind = Attachment.Kind.document

  private enum CodingKeys: CodingKey {
    case file_id, file_name, mime_type, file_size
  }

  /// The same file, known to be of this kind.
  func of(_ kind: Attachment.Kind) -> TelegramFile {
    var file = self
    file.kind = kind
    return file
  }

  /// - Returns: nil where it has no id, by which alone it can be fetched.
  func attachment(caption: String?) -> InboundAttachment? {
    file_id.map { id in
      InboundAttachment(
        kind: kind, externalID: id, name: file_name ?? "", mediaType: mime_type ?? "", size: file_size,
        caption: caption ?? "")
    }
  }
}

/// A shared contact (https://core.telegram.org/bots/api#contact).
struct TelegramContact: Decodable, Sendable {
  let phone_number: String
  let first_name: String?
  let last_name: String?
  let user_id: Int64?

  var readableText: String {
    [first_name, last_name, internationalNumber].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Some of Telegram's clients leave out the plus of a registered number, which always has its country's code.
  var internationalNumber: String {
    guard user_id != nil, !phone_number.isEmpty, phone_number.allSatisfy(\.isNumber) else { return phone_number }
    return "+" + phone_number
  }
}
