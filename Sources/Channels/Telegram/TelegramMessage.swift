/// A message (https://core.telegram.org/bots/api#message).
struct TelegramMessage: Decodable, Sendable {
  let message_id: Int64
  let from: TelegramUser?
  let chat: TelegramChat
  let date: TelegramDate
  let text: String?
  let caption: String?
  let attachment: TelegramAttachment?
  private let isService: Bool

  private enum Member: String, CodingKey {
    case message_id, from, chat, date, text, caption
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Member.self)
    message_id = try members.decode(Int64.self, forKey: .message_id)
    from = try members.decodeIfPresent(TelegramUser.self, forKey: .from)
    chat = try members.decode(TelegramChat.self, forKey: .chat)
    date = try members.decode(TelegramDate.self, forKey: .date)
    text = try members.decodeIfPresent(String.self, forKey: .text)
    caption = try members.decodeIfPresent(String.self, forKey: .caption)
    attachment = try TelegramAttachment.found(in: decoder)
    isService = try TelegramServiceMember.isPresent(in: decoder)
  }

  /// What an operator reads; nil for a service message, which nobody wrote. Of content that is not known here they read
  /// at least that there is some.
  var readableText: String? {
    if attachment == nil, let text { return text }
    if attachment == nil, isService { return nil }
    let kind = attachment?.readableText ?? "[unsupported message]"
    return [kind, caption].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The sender's phone number: only when they shared their own contact, not somebody else's.
  var ownPhone: String? {
    guard let contact = attachment?.contact, let from, contact.user_id == from.id else { return nil }
    return contact.internationalNumber
  }
}
