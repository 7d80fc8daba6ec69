import AsyncHTTPClient
import Recovery
import Simulators
import Testing

@testable import Channels

@Suite(.timeLimit(.minutes(1))) struct `Replying by Telegram` {
  private let time = MovedTime()

  @Test func `Олена reads what Ivan wrote`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, named: "Олена Коваль", writes: "Ви працюєте?")
      let id = try await sender().send(TelegramCast.reply("Так, до 18:00 <b>& далі</b>", through: channel))
      #expect(id == "\(TelegramCast.olena):2")
      let seen = await telegram.conversation(of: TelegramCast.olena)
      #expect(seen.map(\.text) == ["Ви працюєте?", "Так, до 18:00 <b>& далі</b>"])
      #expect(seen.map(\.byBot) == [false, true])
    }
  }

  @Test func `a long text arrives in parts, in order`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Розкажіть докладно")
      let text = (1...1500).map { "речення \($0)." }.joined(separator: " ")
      let id = try await sender(burst: 20).send(TelegramCast.reply(text, through: channel))
      let parts = await telegram.conversation(of: TelegramCast.olena).dropFirst().map(\.text)
      #expect(parts.count == 5)
      #expect(parts.joined(separator: " ") == text)
      #expect(id == "\(TelegramCast.olena):2")
    }
  }

  @Test func `another try of a long text goes on after the parts that were taken`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Розкажіть")
      let sender = sender(burst: 1)
      let reply = TelegramCast.reply(String(repeating: "а", count: 5000), through: channel)
      await #expect(throws: ChannelSendError.conversationLimited(retryAfter: .seconds(1))) {
        try await sender.send(reply)
      }
      time.move(by: .seconds(1))
      #expect(try await sender.send(reply) == "\(TelegramCast.olena):2")
      let lengths = await telegram.conversation(of: TelegramCast.olena).dropFirst().map(\.text.count)
      #expect(lengths == [4096, 904])
    }
  }

  @Test func `a limit of Telegram's is told on, and the same reply passes afterwards`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      await telegram.order(TelegramFaultOrder(method: "sendMessage", code: 429, retryAfter: 7, count: 1))
      let sender = sender()
      let reply = TelegramCast.reply("Є!", through: channel)
      await #expect(throws: ChannelSendError.rateLimited(retryAfter: .seconds(7))) { try await sender.send(reply) }
      _ = try await sender.send(reply)
      #expect(await telegram.conversation(of: TelegramCast.olena).map(\.text) == ["Є хто?", "Є!"])
    }
  }

  @Test func `our own pace keeps within Telegram's`() async throws {
    try await withTelegram { rules in
      rules.limitsRate = true
    } _: { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      let sender = sender()
      for number in 1...3 {
        _ = try await sender.send(TelegramCast.reply("\(number)", through: channel, id: "\(number)"))
      }
      await #expect(throws: ChannelSendError.conversationLimited(retryAfter: .seconds(1))) {
        try await sender.send(TelegramCast.reply("4", through: channel, id: "4"))
      }
      #expect(await telegram.conversation(of: TelegramCast.olena).count == 4)
    }
  }

  @Test func `a customer who blocked the bot, and one whom it does not know, are unreachable`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Бувайте")
      try await telegram.customer(TelegramCast.olena, blocks: true)
      await #expect(throws: ChannelSendError.customerUnreachable("Forbidden: bot was blocked by the user")) {
        try await sender().send(TelegramCast.reply("Зачекайте", through: channel))
      }
      await #expect(throws: ChannelSendError.customerUnreachable("Bad Request: chat not found")) {
        try await sender().send(TelegramCast.reply("Хто ви?", through: channel, to: 12))
      }
    }
  }

  @Test(arguments: [["token-env": "OTHER"], ["token-env": "MISSING"], ["token-env": "BROKEN"]])
  func `a token that is missing or refused is our fault`(options: [String: String]) async throws {
    try await withTelegram { _, channel in
      let secrets = FixedSecrets(secrets: ["OTHER": "1:other", "BROKEN": "a/../b?"])
      let channel = Channel(
        id: channel.id, name: channel.name, kind: .telegram, queueID: nil, ownerID: nil,
        options: channel.options.merging(options) { $1 })
      let sender = TelegramSender(secrets: secrets, client: .shared, time: time)
      let error = await #expect(throws: ChannelSendError.self) {
        try await sender.send(TelegramCast.reply("Так", through: channel))
      }
      guard case .unauthorised? = error else {
        Issue.record("\(String(describing: error)) instead of unauthorised")
        return
      }
    }
  }

  @Test func `faults of the platform's own are worth another try`() async throws {
    try await withTelegram { telegram, channel in
      try await telegram.customer(TelegramCast.olena, writes: "Є хто?")
      await telegram.order(TelegramFaultOrder(method: "sendMessage", code: 502, description: "Bad Gateway"))
      await #expect(throws: ChannelSendError.unreachable("Bad Gateway")) {
        try await sender().send(TelegramCast.reply("Є", through: channel))
      }
    }
  }

  @Test func `nobody listening is told without the token`() async throws {
    let error = await #expect(throws: ChannelSendError.self) {
      try await sender(limit: .milliseconds(300)).send(TelegramCast.reply("Є", through: TelegramCast.channel(port: 1)))
    }
    let text = String(reflecting: try #require(error))
    #expect(text.contains("unreachable"))
    #expect(!text.contains("TEST-token"))
  }

  @Test func `an address that is none is told without the token`() async throws {
    let channel = TelegramCast.channel(port: 1, options: ["base-url": "no address"])
    let error = await #expect(throws: ChannelSendError.self) {
      try await sender().send(TelegramCast.reply("Є", through: channel))
    }
    #expect(!String(reflecting: try #require(error)).contains("TEST-token"))
  }

  @Test func `a blank reply is refused without asking Telegram`() async {
    await #expect(throws: ChannelSendError.rejected("The text is blank.")) {
      try await sender().send(TelegramCast.reply(" \n", through: TelegramCast.channel(port: 1)))
    }
  }

  private func sender(burst: Int64 = 3, limit: Duration = .seconds(15)) -> TelegramSender {
    TelegramSender(
      secrets: TelegramCast.secrets, client: .shared, time: time,
      pace: SendingPace(
        perChannel: SendingRate(perSecond: 30, burst: 30), perConversation: SendingRate(perSecond: 1, burst: burst)),
      limit: limit)
  }
}
