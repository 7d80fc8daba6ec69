import Recovery

extension WebApplication {
  func newChannelPage(
    _ kind: ChannelKind, _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    let messenger = wording.text("messenger.\(kind.rawValue)")
    var page = AdministrationPage(
      "\(wording.text("admin.newChannel")): \(messenger)", in: .channels,
      under: .init(text: wording.text("nav.channels"), href: "/channels"),
      lead: wording.text("admin.secretsLead"))
    let form = AdministrationPage.Form(
      action: "/channels", submit: wording.text("admin.create"), back: "/channels",
      fixed: [("kind", kind.rawValue)],
      inputs: wording.channelInputs(nil, kind, input, try await recovery.directory()), refusal: refusal)
    page.parts = [.init(form: form)]
    return page
  }

  func channelPage(
    _ record: ChannelRecord, _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    let channel = record.channel
    let path = "/channels/\(channel.id)"
    var page = AdministrationPage(
      channel.name, in: .channels,
      under: .init(text: wording.text("nav.channels"), href: "/channels"))
    if !channel.isOpen { page.notice = .init(kind: .warn, text: wording.text("admin.isShut")) }
    let health = try await recovery.channelHealth()[channel.id] ?? ChannelHealth()
    let form = AdministrationPage.Form(
      action: path, method: "PATCH", submit: wording.text("save"), back: "/channels", version: record.version,
      inputs: wording.channelInputs(record, channel.kind, input, try await recovery.directory()),
      refusal: refusal)
    page.parts = [
      .init(
        facts: wording.facts(of: record, health, publicURL: options.publicURL), buttons: buttons(of: record, wording)),
      .init(text: wording.text("admin.secretsLead"), form: form),
      try await auditPart(of: .channel, channel.id, wording),
    ]
    if channel.kind == .web { page.parts.insert(snippet(for: channel, wording), at: 1) }
    return page
  }

  /// What a site puts into its pages to show the widget.
  private func snippet(for channel: Channel, _ wording: Wording) -> AdministrationPage.Part {
    let server = options.publicURL ?? "https://desk.example"
    return .init(
      heading: wording.text("admin.snippet"), text: wording.text("admin.snippetText"),
      raw: #"<script src="\#(server)/widget.js" data-channel="\#(channel.name)" async></script>"#)
  }

  private func buttons(of record: ChannelRecord, _ wording: Wording) -> [AdministrationPage.Button] {
    let path = "/channels/\(record.channel.id)"
    let version = [("version", String(record.version))]
    var buttons: [AdministrationPage.Button] = []
    if testers[record.channel.kind] != nil {
      buttons.append(.init(label: wording.text("admin.test"), action: "\(path)/test"))
    }
    let isOpen = record.channel.isOpen
    buttons.append(
      isOpen
        ? .init(
          label: wording.text("admin.shut"), action: "\(path)/deactivation", hidden: version,
          asks: (wording.text("admin.shutAsk"), wording.text("admin.shut")))
        : .init(
          label: wording.text("admin.openChannel"), action: "\(path)/deactivation", method: "DELETE", hidden: version))
    return buttons
  }
}
