import Recovery

extension WebApplication {
  func newOperatorPage(
    _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("admin.newOperator"), in: .operators,
      under: .init(text: wording.text("nav.operators"), href: "/operators"),
      lead: wording.text("admin.newOperatorLead"))
    let form = AdministrationPage.Form(
      action: "/operators", submit: wording.text("admin.create"), back: "/operators",
      inputs: wording.operatorInputs(nil, input, skills: try await recovery.skills().map(\.name)),
      refusal: refusal)
    page.parts = [.init(form: form)]
    return page
  }

  func operatorPage(
    _ overview: OperatorOverview, _ input: Input?, _ refusal: AdministrationPage.Form.Refusal?, _ viewer: Operator
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    let person = overview.operator
    var page = AdministrationPage(
      person.name, in: .operators,
      under: .init(text: wording.text("nav.operators"), href: "/operators"))
    if overview.disabledAt != nil { page.notice = .init(kind: .warn, text: wording.text("admin.isDeactivated")) }
    let form = AdministrationPage.Form(
      action: "/operators/\(person.id)", method: "PATCH", submit: wording.text("save"), back: "/operators",
      version: overview.version,
      inputs: wording.operatorInputs(overview, input, skills: try await recovery.skills().map(\.name)),
      refusal: refusal)
    page.parts = [
      .init(facts: wording.facts(of: overview)), .init(form: form),
      .init(
        id: "access", heading: wording.text("admin.access"), text: wording.text("admin.accessText"),
        buttons: wording.buttons(of: overview, viewer)),
      try await auditPart(of: .operator, person.id, wording),
    ]
    return page
  }
}

extension Input {
  /// The operator that somebody described. What a program leaves out stays as it is.
  func `operator`(from current: OperatorOverview?) throws -> Provision.OperatorEntry {
    let person = current?.operator
    let role = try optional("role", or: person?.role.rawValue) ?? Role.operator.rawValue
    guard let role = Role(rawValue: role) else { throw WebError.invalid("role") }
    return Provision.OperatorEntry(
      login: try name("login", or: person?.login), name: try name("name", or: person?.name), role: role,
      skills: try list("skills", or: current?.skills ?? []),
      locale: try optional("locale", or: person?.locale) ?? Language.english.rawValue,
      timeZone: try optional("timeZone", or: person?.timeZone) ?? "Europe/Kyiv", password: nil)
  }
}

extension Wording {
  func operators(_ page: OperatorPage, linked: Bool) -> AdministrationPage.Table {
    let columns = [
      "field.name", "field.login", "field.role", "field.skills", "nav.queues", "admin.seen", "admin.state",
    ]
    return AdministrationPage.Table(
      columns: columns.map { text($0) },
      rows: page.operators.map { overview in
        let person = overview.operator
        let isActive = overview.disabledAt == nil
        return .init(
          id: person.id,
          cells: [
            linked ? .link(person.name, "/operators/\(person.id)") : .text(person.name), .code(person.login),
            .text(text("role.\(person.role.rawValue)")), .text(overview.skills.joined(separator: ", ")),
            .text(overview.queues.map(\.name).joined(separator: ", ")), seen(overview),
            isActive ? .text(text("admin.active")) : .muted(text("admin.deactivated")),
          ])
      },
      empty: text("admin.nobody"), next: AdministrationPage.Table.address(of: page.next, "/operators"))
  }

  fileprivate func facts(of overview: OperatorOverview) -> [(label: String, cell: AdministrationPage.Cell)] {
    let queues = overview.queues.map(\.name).joined(separator: ", ")
    return [
      (text("nav.queues"), queues.isEmpty ? .muted(text("admin.nothing")) : .text(queues)),
      (text("admin.seen"), seen(overview)),
      (text("admin.state"), .text(text(overview.disabledAt == nil ? "admin.active" : "admin.deactivated"))),
    ]
  }

  private func seen(_ overview: OperatorOverview) -> AdministrationPage.Cell {
    overview.seenAt == nil ? .muted(text("admin.never")) : .time(time.fields(overview.seenAt))
  }

  fileprivate func buttons(of overview: OperatorOverview, _ viewer: Operator) -> [AdministrationPage.Button] {
    let path = "/operators/\(overview.operator.id)"
    let version = [("version", String(overview.version))]
    guard overview.disabledAt == nil else {
      return [
        .init(label: text("admin.activate"), action: "\(path)/deactivation", method: "DELETE", hidden: version)
      ]
    }
    return [
      .init(
        label: text("admin.resetPassword"), action: "\(path)/password",
        asks: (text("admin.resetPasswordAsk"), text("admin.resetPassword"))),
      .init(
        label: text("admin.deactivate"), action: "\(path)/deactivation", hidden: version,
        asks: (text("admin.deactivateAsk"), text("admin.deactivate"))),
    ]
  }

  fileprivate func operatorInputs(_ overview: OperatorOverview?, _ input: Input?, skills: [String]) -> [FormInput] {
    let person = overview?.operator
    let chosen = input.map { $0.ticked("skills") } ?? overview?.skills ?? []
    let role = input?.typed("role") ?? person?.role.rawValue ?? Role.operator.rawValue
    let locale = input?.typed("locale") ?? person?.locale ?? Language.ukrainian.rawValue
    return [
      .text("login", text("field.login"), input?.typed("login") ?? person?.login ?? "", required: true),
      .text("name", text("field.name"), input?.typed("name") ?? person?.name ?? "", required: true),
      .choice(
        "role", text("field.role"),
        Role.allCases.map { Choice($0.rawValue, text("role.\($0.rawValue)"), selected: $0.rawValue == role) }),
      .ticks(
        "skills", text("field.skills"), skills.map { Choice($0, $0, selected: chosen.contains($0)) },
        none: text("admin.noSkills")),
      .choice(
        "locale", text("field.locale"),
        Language.allCases.map { Choice($0.rawValue, text("locale.\($0.rawValue)"), selected: $0.rawValue == locale) }),
      .zone("timeZone", text("field.timeZone"), input?.typed("timeZone") ?? person?.timeZone ?? "Europe/Kyiv"),
    ]
  }
}

extension JSONWriter {
  mutating func members(of overview: OperatorOverview) {
    members(of: overview.operator)
    member("skills", array: overview.skills) { $0.string($1) }
    member("queues", array: overview.queues) { $0.reference($1) }
    member("seenAt", overview.seenAt)
    member("disabledAt", overview.disabledAt)
    member("version", overview.version)
  }
}
