import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /integrations?after=`: what is connected from outside, and whether it is well. Administrators only.
  func showIntegrations(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let channels = try await recovery.channels(after: try Query(request)["after"])
    let health = try await recovery.channelHealth()
    let tokens = try await recovery.tokens().count
    guard context.form != .json else {
      return .json { json in
        json.member("publicUrl", options.publicURL)
        json.member("tokens", tokens)
        json.member("channels", array: channels.channels) { json, record in
          json.object { $0.members(of: record, health[record.channel.id] ?? ChannelHealth()) }
        }
        json.member("next", channels.next)
      }
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(wording.text("nav.integrations"), in: .integrations)
    page.links = [
      .init(text: wording.text("admin.tokens"), href: "/tokens"),
      .init(text: wording.text("admin.deadLetters"), href: "/dead-letters"),
      .init(text: wording.text("admin.audit"), href: "/audit"),
    ]
    page.parts = [
      .init(heading: wording.text("admin.server"), facts: facts(tokens, wording)),
      .init(
        heading: wording.text("admin.webhooks"), text: wording.text("admin.webhooksText"),
        table: wording.webhooks(
          channels.channels.filter { receivers[$0.channel.kind] != nil && $0.channel.hasWebhook }, health,
          options.publicURL, next: AdministrationPage.Table.address(of: channels.next, "/integrations"))),
    ]
    return try await answer(page, context, viewer)
  }

  private func facts(_ tokens: Int, _ wording: Wording) -> [(label: String, cell: AdministrationPage.Cell)] {
    [
      (
        wording.text("admin.publicURL"),
        options.publicURL.map { .code($0) } ?? .muted(wording.text("admin.publicURLMissing"))
      ),
      (wording.text("admin.tokens"), .link(String(tokens), "/tokens")),
      (wording.text("admin.health"), .link("/health/ready", "/health/ready")),
    ]
  }
}

extension Wording {
  fileprivate func webhooks(
    _ channels: [ChannelRecord], _ health: [String: ChannelHealth], _ publicURL: String?, next: String?
  ) -> AdministrationPage.Table {
    let columns = [
      "subject.channel", "admin.webhookAddress", "admin.deadLetters", "admin.failingReplies", "admin.state",
    ]
    return AdministrationPage.Table(
      columns: columns.map { text($0) },
      rows: channels.map { record in
        let channel = record.channel
        let health = health[channel.id] ?? ChannelHealth()
        return .init(
          id: channel.id,
          cells: [
            .link(channel.name, "/channels/\(channel.id)"), .code("\(publicURL ?? "")/webhooks/\(channel.name)"),
            .text(String(health.deadLetters)), .text(String(health.failingReplies)),
            .text(text(channel.isOpen ? "admin.open" : "admin.isClosed")),
          ])
      },
      empty: text("admin.noWebhooks"), next: next)
  }
}

extension JSONWriter {
  fileprivate mutating func members(of record: ChannelRecord, _ health: ChannelHealth) {
    members(of: record)
    member("webhook", "/webhooks/\(record.channel.name)")
    member("deadLetters", health.deadLetters)
    member("failingReplies", health.failingReplies)
  }
}
