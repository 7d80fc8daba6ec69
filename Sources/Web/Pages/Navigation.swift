import Recovery

extension Page.Section {
  /// The section's first page.
  var path: String { self == .home ? "/" : "/\(rawValue)" }

  /// The least role that finds it in its navigation; the routes themselves decide what one may do.
  var role: Role {
    switch self {
    case .home, .activities, .chats, .contacts, .reports, .settings: .operator
    case .supervision: .supervisor
    case .queues, .operators, .channels, .integrations: .administrator
    }
  }
}

/// The navigation as somebody sees it: on phones its first entries stand in a bar, the others behind *More*.
struct Navigation {
  private let bar: [Page.Section]
  private let rest: [Page.Section]
  private let current: Page.Section?

  /// How many entries a phone's bar holds.
  private static let room = 5

  init(for viewer: Operator, current: Page.Section?) {
    let sections = Page.Section.allCases.filter { viewer.role >= $0.role }
    let inBar = sections.count > Self.room ? Self.room - 1 : sections.count
    bar = Array(sections.prefix(inBar))
    rest = Array(sections.dropFirst(inBar))
    self.current = current
  }

  func fields(_ wording: Wording) -> Fields {
    let more: Fields = ["sections": rest.map { entry($0, wording) }, "current": current.map(rest.contains) ?? false]
    return ["bar": bar.map { entry($0, wording) }, "more": Fields.optional(rest.isEmpty ? nil : more)]
  }

  private func entry(_ section: Page.Section, _ wording: Wording) -> Fields {
    [
      "icon": section.rawValue, "href": section.path, "text": wording.text("nav.\(section.rawValue)"),
      "current": section == current,
    ]
  }
}
