import Channels
import Recovery
import Testing

@Suite struct `What Telegram tells us` {
  private let receiver = TelegramReceiver(secrets: TelegramCast.secrets)

  @Test func `a customer's message is read with all that it says`() throws {
    let event = try event(#""text":"Добрий день","language_code":"uk""#)
    let sender = InboundMessage.Sender(id: "77", name: "Олена Коваль")
    let at = Timestamp(milliseconds: 1_700_000_000_000)
    #expect(event == .message(InboundMessage(chat: "77", id: "77:5", sender: sender, text: "Добрий день", at: at)))
  }

  @Test(arguments: [
    (#""photo":[{"file_id":"a","width":90,"height":90}],"caption":"Зламалося""#, "[photo] Зламалося"),
    (#""document":{"file_id":"a","file_name":"invoice.pdf"},"caption":"Here""#, "[document] invoice.pdf Here"),
    (#""video":{"file_id":"a","duration":3}"#, "[video]"),
    (#""voice":{"file_id":"a","duration":3}"#, "[voice]"),
    (#""audio":{"file_id":"a","duration":3,"title":"Song"}"#, "[audio] Song"),
    (#""sticker":{"file_id":"a","emoji":"👍"}"#, "[sticker] 👍"),
    (#""location":{"latitude":50.45,"longitude":30.52}"#, "[location] 50.45, 30.52"),
    (#""venue":{"location":{},"title":"Café","address":"x"},"location":{"latitude":1,"longitude":2}"#, "[venue] Café"),
    (#""contact":{"phone_number":"+380501112233","first_name":"Тарас"}"#, "[contact] Тарас +380501112233"),
    (#""animation":{"file_id":"a"},"document":{"file_id":"a","file_name":"x.gif"}"#, "[animation]"),
    (#""video_note":{"file_id":"a","length":240,"duration":3}"#, "[video note]"),
    (#""text":"/start""#, "/start"),
    (#""paid_media":{"star_count":1}"#, "[unsupported message]"),
    (#""kind_of_tomorrow":{},"caption":"Дивіться""#, "[unsupported message] Дивіться"),
    (#""reply_to_message":{"message_id":4}"#, "[unsupported message]"),
  ])
  func `every kind of message has a readable text`(content: String, text: String) throws {
    #expect(try message(content)?.text == text)
  }

  @Test func `a phone number is taken from one's own contact only`() throws {
    let own = #""contact":{"phone_number":"380501112233","first_name":"Олена","user_id":77}"#
    let other = #""contact":{"phone_number":"380507654321","first_name":"Тарас","user_id":78}"#
    let unknown = #""contact":{"phone_number":"380507654321","first_name":"Тарас"}"#
    #expect(try message(own)?.sender.phone == "+380501112233")
    #expect(try message(other)?.sender.phone == nil)
    #expect(try message(unknown)?.sender.phone == nil)
  }

  @Test(arguments: [
    (#""first_name":"Олена","last_name":"Коваль""#, "Олена Коваль"),
    (#""first_name":" Олена ""#, "Олена"),
    (#""first_name":"","username":"olena""#, "olena"),
    (#""first_name":"""#, "77"), (#""first_name":"ㅤ","username":"olena""#, "olena"),
    (#""first_name":"⠀","last_name":"Коваль""#, "Коваль"), (#""first_name":"\u202e""#, "77"),
  ])
  func `a sender has the best name that there is`(names: String, name: String) throws {
    #expect(try message(#""text":"hi""#, from: names)?.sender.name == name)
  }

  @Test(arguments: [
    (#"{"update_id":1,"edited_message":{"message_id":5}}"#, "edited"),
    (#"{"update_id":1,"channel_post":{"message_id":5}}"#, "channel_post"),
    (#"{"update_id":1,"business_message":{"message_id":5}}"#, "business_message"),
    (#"{"update_id":1,"callback_query":{"id":"5"}}"#, "callback_query"),
    (#"{"update_id":1}"#, "nothing"),
    (Self.update(#""text":"hi""#, chat: #""id":-5,"type":"group","title":"Team""#), "not a private chat"),
    (Self.update(#""pinned_message":{}"#), "service message"),
    (Self.update(#""chat_background_set":{"type":{}}"#), "service message"),
    (Self.update(#""message_auto_delete_timer_changed":{"message_auto_delete_time":86400}"#), "service message"),
    (Self.update(#""text":"hi""#, from: #""first_name":"Bot","is_bot":true"#), "from a bot"),
    (Self.membership("member"), "my_chat_member"),
  ])
  func `what does not concern us is ignored by name`(update: String, reason: String) throws {
    #expect(try receiver.events(in: Array(update.utf8)) == [.ignored(reason)])
  }

  @Test func `a customer who blocks the bot is unreachable`() throws {
    let events = try receiver.events(in: Array(Self.membership("kicked").utf8))
    #expect(events == [.unreachable(chat: "77", at: Timestamp(milliseconds: 1_700_000_000_000))])
  }

  @Test(arguments: [
    #"{"update_id":1,"message":{"message_id":"x"}}"#, #"{"message":{}}"#, "[]",
    #"{"update_id":1,"message":{"message_id":1,"chat":{"id":1,"type":"private"},"date":9223372036854775807,"text":"x"}}"#,
  ])
  func `what is not of Telegram's form is refused, and nothing breaks`(body: String) {
    #expect(throws: (any Error).self) { try receiver.events(in: Array(body.utf8)) }
  }

  @Test(arguments: [
    (#"{"update_id":9001,"message":{}}"#, "9001"), (#"{"update_id":4503599627370495}"#, "4503599627370495"),
    (#"{"message":{"update_id":5}}"#, nil), (#"{"update_id":"9"}"#, nil), (#"{"update_id":null}"#, nil), ("[1]", nil),
    (#"{"update_id":99999999999999999999}"#, nil), (#"{"update_id":1.5}"#, nil),
  ])
  func `the key of a delivery is the update's number`(body: String, key: String?) throws {
    #expect(try receiver.deduplicationKey(of: Array(body.utf8)) == key)
  }

  @Test(arguments: ["", "{", #"{"update_id":1"#, "hello", #"{"update_id":1}}"#])
  func `broken JSON has no key`(body: String) {
    #expect(throws: MalformedBody.self) { try receiver.deduplicationKey(of: Array(body.utf8)) }
  }

  @Test(arguments: [
    ([TelegramReceiverHeader.name: TelegramCast.secret], "TG_SECRET", true),
    ([TelegramReceiverHeader.name: "wrong"], "TG_SECRET", false),
    ([TelegramReceiverHeader.name: ""], "TG_SECRET", false),
    ([:], "TG_SECRET", false),
    ([TelegramReceiverHeader.name: ""], "MISSING", false),
  ])
  func `only requests with the secret are admitted`(headers: [String: String], secret: String, admitted: Bool) {
    let channel = TelegramCast.channel(port: 1, options: ["secret-env": secret])
    #expect(receiver.admits(WebhookRequest(headers: headers, body: []), for: channel) == admitted)
  }

  private func event(
    _ content: String, from: String = #""first_name":"Олена","last_name":"Коваль""#
  ) throws -> InboundEvent {
    let events = try receiver.events(in: Array(Self.update(content, from: from).utf8))
    return try #require(events.count == 1 ? events.first : nil)
  }

  private func message(_ content: String, from: String = #""first_name":"Олена""#) throws -> InboundMessage? {
    guard case .message(let message) = try event(content, from: from) else { return nil }
    return message
  }

  private static func update(
    _ content: String, from: String = #""first_name":"Олена","is_bot":false"#,
    chat: String = #""id":77,"type":"private""#
  ) -> String {
    """
    {"update_id":9001,"message":{"message_id":5,"from":{"id":77,\(from)},"chat":{\(chat)},"date":1700000000,\(content)}}
    """
  }

  private static func membership(_ status: String) -> String {
    """
    {"update_id":9001,"my_chat_member":{"chat":{"id":77,"type":"private"},"from":{"id":77,"first_name":"Олена"},\
    "date":1700000000,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"\(status)","user":{}}}}
    """
  }
}

enum TelegramReceiverHeader {
  static let name = "x-telegram-bot-api-secret-token"
}
