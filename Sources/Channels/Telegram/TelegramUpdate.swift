import Recovery

/// One thing that happened to a bot (https://core.telegram.org/bots/api#update). Members that are of no use here are not read.
struct TelegramUpdate: Decodable, Sendable {
  /// At most one of these is there.
  enum Content: Sendable {
    case message(TelegramMessage)
    case membership(TelegramMembership)
    /// Something that we do not take in, by the name of its member.
    case other(String)
  }

  let id: Int64
  let content: Content

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Member.self)
    id = try members.decode(Int64.self, forKey: .id)
    if let message = try members.decodeIfPresent(TelegramMessage.self, forKey: .message) {
      content = .message(message)
    } else if let membership = try members.decodeIfPresent(TelegramMembership.self, forKey: .membership) {
      content = .membership(membership)
    } else {
      content = .other(members.allKeys.map(\.stringValue).filter { $0 != Member.id.stringValue }.min() ?? "nothing")
    }
  }

  private struct Member: CodingKey {
    static let id = Member(stringValue: "update_id")
    static let message = Member(stringValue: "message")
    static let membership = Member(stringValue: "my_chat_member")

    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// The one member of an update that its delivery needs.
struct TelegramUpdateKey: Decodable, Sendable {
  /// Nil where it is missing, or no number of Telegram's.
  let id: Int64?

  private enum Member: String, CodingKey {
    case update_id
  }

  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Member.self)
    do { id = try members.decode(Int64.self, forKey: .update_id) } catch { id = nil }
  }
}

/// A user or a bot (https://core.telegram.org/bots/api#user).
struct TelegramUser: Decodable, Sendable {
  let id: Int64
  let is_bot: Bool?
  let first_name: String?
  let last_name: String?
  let username: String?
}

/// A conversation (https://core.telegram.org/bots/api#chat); with one person it has that person's id and the type `private`.
struct TelegramChat: Decodable, Sendable {
  let id: Int64
  let type: String
  let first_name: String?
  let last_name: String?
  let username: String?
}

/// That the bot's standing in a chat changed (https://core.telegram.org/bots/api#chatmemberupdated); in a private chat,
/// that the customer blocked or unblocked it.
struct TelegramMembership: Decodable, Sendable {
  struct Member: Decodable, Sendable {
    let status: String
  }

  let chat: TelegramChat
  let date: TelegramDate
  let new_chat_member: Member
}

/// A moment, given in whole seconds.
struct TelegramDate: Decodable, Sendable {
  /// The end of the year 9999: what is beyond is no date, and must not overflow a calculation.
  private static let plausible: ClosedRange<Int64> = 0...253_402_300_799

  let timestamp: Timestamp

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let seconds = try container.decode(Int64.self)
    guard Self.plausible.contains(seconds) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date")
    }
    timestamp = Timestamp(milliseconds: seconds * 1000)
  }
}
