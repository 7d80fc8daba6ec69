import Recovery

extension Input {
  /// The channel that somebody described. What a program leaves out stays as it is.
  func channel(
    from current: Provision.ChannelEntry?, kind: ChannelKind
  ) throws -> Provision.ChannelEntry {
    var options = current?.options ?? [:]
    for name in ChannelOptions.names(of: kind) where has(name) {
      let words = try someText(name, limit: 2000)?.split(whereSeparator: \.isWhitespace)
      options[name] = words?.joined(separator: " ")
    }
    return Provision.ChannelEntry(
      name: try name("name", or: current?.name), kind: kind,
      queue: try optional("queue", or: current?.queue), owner: try optional("owner", or: current?.owner),
      options: options)
  }
}

extension Wording {
  func channelInputs(
    _ record: ChannelRecord?, _ kind: ChannelKind, _ input: Input?, _ directory: Directory
  ) -> [FormInput] {
    let queue = input?.typed("queue") ?? record?.queue?.name ?? ""
    let owner = input?.typed("owner") ?? record?.ownerLogin ?? ""
    let none = Choice("", text("admin.nothing"), selected: false)
    var people = directory.operators.values.byName().map {
      Choice($0.login, $0.name, selected: $0.login == owner)
    }
    // Somebody who works here no more stays the owner until another is chosen.
    if let login = record?.ownerLogin, let name = record?.owner?.name, !people.contains(where: { $0.value == login }) {
      people.append(Choice(login, name, selected: login == owner))
    }
    let queues = directory.queues.values.byName().map {
      Choice($0.name, $0.name, selected: $0.name == queue)
    }
    return [
      .text(
        "name", text("field.name"), input?.typed("name") ?? record?.channel.name ?? "",
        hint: text("admin.channelNameHint"), required: true, limit: 64),
      .choice("queue", text("field.queue"), [none] + queues),
      .choice("owner", text("field.owner"), [none] + people, hint: text("admin.ownerHint")),
    ] + ChannelOptions.names(of: kind).map { option($0, record, input) }
  }

  private func option(_ name: String, _ record: ChannelRecord?, _ input: Input?) -> FormInput {
    let value = input?.typed(name) ?? record?.channel.options[name] ?? ""
    let label = text("field.\(name)")
    switch name {
    case "mode":
      let chosen = value.isEmpty ? ChannelOptions.modes[0] : value
      let modes = ChannelOptions.modes.map { Choice($0, text("mode.\($0)"), selected: $0 == chosen) }
      return .choice(name, label, modes)
    case "origins":
      return FormInput(
        name: name, label: label, kind: .area, value: value.split(separator: " ").joined(separator: "\n"),
        hint: text("admin.originsHint"), limit: 2000)
    default: return .text(name, label, value, hint: catalogue.text(ifAny: "optionHint.\(name)"), limit: 500)
    }
  }

  func channels(_ page: ChannelPage, _ health: [String: ChannelHealth]) -> AdministrationPage.Table {
    let columns = [
      "field.name", "field.kind", "field.queue", "field.owner", "admin.deadLetters", "admin.failingReplies",
      "admin.state",
    ]
    return AdministrationPage.Table(
      columns: columns.map { text($0) },
      rows: page.channels.map { record in
        let health = health[record.channel.id] ?? ChannelHealth()
        return .init(
          id: record.channel.id,
          cells: [
            .link(record.channel.name, "/channels/\(record.channel.id)"),
            .text(text("messenger.\(record.channel.kind.rawValue)")), .text(record.queue?.name ?? ""),
            .text(record.owner?.name ?? ""), letters(health, record), .text(String(health.failingReplies)),
            record.channel.isOpen ? .text(text("admin.open")) : .muted(text("admin.isClosed")),
          ])
      },
      empty: text("admin.noChannels"), next: AdministrationPage.Table.address(of: page.next, "/channels"))
  }

  fileprivate func letters(_ health: ChannelHealth, _ record: ChannelRecord) -> AdministrationPage.Cell {
    health.deadLetters == 0
      ? .text("0") : .link(String(health.deadLetters), "/dead-letters?channel=\(record.channel.id)")
  }

  func facts(
    of record: ChannelRecord, _ health: ChannelHealth, publicURL: String?
  ) -> [(label: String, cell: AdministrationPage.Cell)] {
    let channel = record.channel
    var facts: [(label: String, cell: AdministrationPage.Cell)] = [
      (text("field.kind"), .text(text("messenger.\(channel.kind.rawValue)"))),
      (text("admin.state"), .text(text(channel.isOpen ? "admin.open" : "admin.isClosed"))),
      (text("admin.deadLetters"), letters(health, record)),
      (text("admin.failingReplies"), .text(String(health.failingReplies))),
    ]
    if channel.hasWebhook {
      facts.append((text("admin.webhookAddress"), .code("\(publicURL ?? "")/webhooks/\(channel.name)")))
    }
    return facts
  }

  func findings(_ findings: [ChannelFinding]) -> AdministrationPage.Part {
    let table = AdministrationPage.Table(
      columns: [text("admin.verdict"), text("admin.found")],
      rows: findings.map { finding in
        var cell = AdministrationPage.Cell()
        cell.verdict = (finding.verdict.rawValue, text("verdict.\(finding.verdict.rawValue)"))
        return .init(cells: [cell, .text(text("finding.\(finding.code.rawValue)", ["detail": finding.detail]))])
      },
      empty: "")
    return .init(id: "findings", heading: text("admin.testResult"), table: table)
  }
}

extension Channel {
  /// Whether its platform delivers to us, rather than be asked.
  var hasWebhook: Bool { kind != .web && options["mode"] != "polling" }
}

extension JSONWriter {
  mutating func members(of record: ChannelRecord) {
    let channel = record.channel
    member("id", channel.id)
    member("name", channel.name)
    member("kind", channel.kind.rawValue)
    member("messenger", channel.kind.messenger)
    member("queue", record.queue)
    member("owner", record.owner)
    member("options", array: channel.options.sorted { $0.key < $1.key }) { json, option in
      json.object {
        $0.member("name", option.key)
        $0.member("value", option.value)
      }
    }
    member("disabledAt", record.disabledAt)
    member("version", record.version)
  }

  mutating func finding(_ finding: ChannelFinding) {
    object {
      $0.member("verdict", finding.verdict.rawValue)
      $0.member("code", finding.code.rawValue)
      $0.member("detail", finding.detail)
    }
  }
}
