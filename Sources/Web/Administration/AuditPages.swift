import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /audit?subject=&id=&after=`: who changed what, newest first. Administrators only.
  func listAudit(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let query = try Query(request)
    let subject = query["subject"].flatMap(AuditEntry.Subject.init(rawValue:))
    let audit = try await recovery.audit(of: subject, query["id"], after: query["after"])
    guard context.form != .json else {
      return .json { json in
        json.member("audit", array: audit.entries) { $0.audit($1) }
        json.member("next", audit.next)
      }
    }
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("admin.audit"), in: .integrations,
      under: .init(text: wording.text("nav.integrations"), href: "/integrations"))
    page.parts = [.init(table: wording.audit(audit, next: nextAudit(audit, query), withSubject: true))]
    return try await answer(page, context, viewer)
  }

  private func nextAudit(_ audit: AuditPage, _ query: Query) -> String? {
    guard let next = audit.next else { return nil }
    let kept = ["subject", "id"].compactMap { name in query[name].map { "\(name)=\(FormFields.encode($0))&" } }
    return "/audit?\(kept.joined())after=\(FormFields.encode(next))"
  }

  /// The last changes of one thing, for its own page.
  func auditPart(
    of subject: AuditEntry.Subject, _ id: String, _ wording: Wording
  ) async throws -> AdministrationPage.Part {
    let audit = try await recovery.audit(of: subject, id, limit: 10)
    let all = "/audit?subject=\(subject.rawValue)&id=\(FormFields.encode(id))"
    return .init(
      id: "changes", heading: wording.text("admin.changes"),
      table: wording.audit(audit, next: audit.next == nil ? nil : all, withSubject: false))
  }
}

extension Wording {
  func audit(_ audit: AuditPage, next: String?, withSubject: Bool) -> AdministrationPage.Table {
    let columns = ["admin.when", "admin.who"] + (withSubject ? ["admin.thing"] : []) + ["admin.what", "admin.fields"]
    return AdministrationPage.Table(
      columns: columns.map { text($0) },
      rows: audit.entries.map { entry in
        let thing = AdministrationPage.Cell.text("\(text("subject.\(entry.subject.rawValue)")): \(name(of: entry))")
        return .init(
          cells: [.time(time.fields(entry.at)), entry.by.map { .text($0.name) } ?? .muted(text("admin.commandLine"))]
            + (withSubject ? [thing] : []) + [
              .text(text("change.\(entry.what.rawValue)")), .lines(entry.changes.map(shown)),
            ])
      },
      empty: text("admin.noChanges"), next: next)
  }

  private func name(of entry: AuditEntry) -> String {
    entry.subject == .setting ? text(ifAny: "setting.\(entry.subjectID)") ?? entry.name : entry.name
  }

  private func text(ifAny key: String) -> String? { catalogue.text(ifAny: key) }

  private func shown(_ change: FieldChange) -> String {
    let label = text(ifAny: "field.\(change.field)") ?? change.field
    guard let from = change.from else { return "\(label): \(value(change.to, of: change.field))" }
    return "\(label): \(value(from, of: change.field)) → \(value(change.to, of: change.field))"
  }

  /// Codes in the reader's words, everything else as it is.
  private func value(_ value: String?, of field: String) -> String {
    guard let value, !value.isEmpty else { return text("admin.nothing") }
    switch field {
    case "role": return text(ifAny: "role.\(value)") ?? value
    case "kind": return text(ifAny: "messenger.\(value)") ?? value
    case "locale": return text(ifAny: "locale.\(value)") ?? value
    case "hours": return (try? WorkingHours(text: value)).map(hours) ?? value
    case "value" where value == "true": return text("settings.on")
    case "value" where value == "false": return text("settings.off")
    default: return value
    }
  }
}

extension JSONWriter {
  mutating func audit(_ entry: AuditEntry) {
    object { json in
      json.member("id", entry.id)
      json.member("at", entry.at)
      json.member("by", entry.by)
      json.member("subject", entry.subject.rawValue)
      json.member("subjectId", entry.subjectID)
      json.member("name", entry.name)
      json.member("what", entry.what.rawValue)
      json.member("changes", array: entry.changes) { json, change in
        json.object {
          $0.member("field", change.field)
          $0.member("from", change.from)
          $0.member("to", change.to)
        }
      }
    }
  }
}
