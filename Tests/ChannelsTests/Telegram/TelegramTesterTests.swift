import AsyncHTTPClient
import Channels
import Recovery
import Simulators
import Testing

@Suite struct TelegramTesterTests {
  @Test func `A bot that polls is known by its name, and nothing stands in its way`() async throws {
    let findings = try await self.findings(["mode": "polling"])
    #expect(findings.map(\.code).prefix(2) == [.account, .pollingFree])
    #expect(findings[0].detail.hasPrefix("@"))
    #expect(findings.allSatisfy { $0.verdict == .fine })
  }

  @Test func `A bot without its webhook is told so, with the address that it should have`() async throws {
    let findings = try await self.findings(["mode": "webhook"])
    #expect(findings.map(\.code) == [.account, .webhookMissing])
    #expect(findings[1].detail == "https://desk.example/webhooks/tg-sales")
  }

  @Test func `A token that Telegram does not know is told plainly, and is not in what is told`() async throws {
    let secrets = FixedSecrets(secrets: ["TG_TOKEN": "1:somebody-else", "TG_SECRET": TelegramCast.secret])
    let findings = try await self.findings([:], secrets: secrets)
    #expect(findings.map(\.code) == [.tokenRefused])
    #expect(!findings.contains { $0.detail.contains("somebody-else") })
  }

  @Test func `Missing secrets are named by their variables`() async throws {
    let findings = try await self.findings([:], secrets: FixedSecrets(secrets: [:]))
    #expect(findings.map(\.code) == [.tokenMissing, .secretMissing])
    #expect(findings.map(\.detail) == ["TG_TOKEN", "TG_SECRET"])
  }

  @Test func `A server that does not answer is told as such`() async throws {
    let findings = try await self.findings(["base-url": "http://127.0.0.1:9"])
    #expect(findings.map(\.code) == [.unreachable])
  }

  @Test func `Sites are judged by how browsers name them`() async {
    let options = ["origins": "https://shop.example https://Shop.example/ http://localhost:8080 https://a.example:443"]
    let channel = Channel(id: "c", name: "site", kind: .web, queueID: nil, ownerID: nil, options: options)
    let codes = await WebChatTester().test(channel).map(\.code)
    #expect(codes == [.originFine, .originMalformed, .originFine, .originMalformed])
  }

  private func findings(
    _ options: [String: String], secrets: FixedSecrets = TelegramCast.secrets
  ) async throws -> [ChannelFinding] {
    let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: .channels)
    var findings: [ChannelFinding] = []
    try await withTelegram { _, channel in
      let tried = Channel(
        id: channel.id, name: channel.name, kind: channel.kind, queueID: nil, ownerID: nil,
        options: channel.options.merging(options) { $1 })
      let tester = TelegramTester(secrets: secrets, client: client, publicURL: "https://desk.example")
      findings = await tester.test(tried)
    }
    try await client.shutdown()
    return findings
  }
}
