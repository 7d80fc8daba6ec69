import Hummingbird
import Recovery

extension Pages {
  /// Answers with a page in its frame, or with its inner part alone where a script asks for that.
  func answer(_ page: Page, to context: WebContext, for viewer: Operator) async throws -> Response {
    let fields = try await layout(page, for: viewer, withPanel: context.form == .page).merging(page.fields)
    let template = context.form == .fragment ? page.template + "-content" : page.template
    return .html(status: page.status, try render(template, fields, Language(locale: viewer.locale)))
  }

  /// What stands around a page: navigation, bell and Notification Center.
  func layout(_ page: Page, for viewer: Operator, withPanel: Bool) async throws -> Fields {
    let wording = wording(for: viewer)
    // Before what the page shows is read for the last time, so that the stream repeats rather than misses something.
    let position = live.position
    var fields = frame(title: page.title, notice: page.notice, wording)
    fields["zone"] = viewer.timeZone
    fields["live"] = Fields.optional(position.map { ["position": $0] })
    fields["me"] = me(viewer, wording)
    fields["nav"] = Navigation(for: viewer, current: page.section).fields(wording)
    guard withPanel else { return fields }
    let panel = try await notificationPanel(for: viewer)
    fields["panel"] = panel.fields
    fields["bell"] = wording.bell(count: panel.count)
    return fields
  }

  /// What every page has, also for those who are not signed in.
  func frame(title: String, notice: Page.Notice?, _ wording: Wording) -> Fields {
    let notice: Fields? = notice.map { ["kind": $0.kind.rawValue, "text": $0.text] }
    return [
      "title": title, "zone": "UTC", "me": false, "live": false, "notice": Fields.optional(notice),
      "nav": false, "bell": false, "panel": false,
    ]
  }

  private func me(_ viewer: Operator, _ wording: Wording) -> Fields {
    let initials = viewer.name.split(separator: " ").prefix(2).compactMap(\.first).map(String.init).joined()
    return [
      "id": viewer.id, "name": viewer.name, "initials": initials.uppercased(),
      "roleText": wording.text("role.\(viewer.role.rawValue)"),
    ]
  }
}
