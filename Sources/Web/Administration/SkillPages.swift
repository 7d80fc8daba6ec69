import Hummingbird
import Recovery

extension WebApplication {
  /// `GET /skills`. Administrators only.
  func listSkills(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    guard context.form != .json else {
      let skills = try await recovery.skills()
      return .json { json in json.member("skills", array: skills) { $0.skill($1) } }
    }
    return try await answer(try await skillPage(viewer), context, viewer)
  }

  /// `POST /skills`: `{"name"}`. Administrators only.
  func addSkill(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    return try await orShowAgain(context, viewer) {
      let name = try input.name("name", or: nil)
      let id = try await recovery.addSkill(named: name, by: viewer).id()
      guard context.form != .page else { return .redirect(to: "/skills") }
      return .json(status: .created) {
        $0.member("id", id)
        $0.member("name", name)
      }
    } again: {
      try await skillPage(viewer, input, $0)
    }
  }

  /// `PATCH /skills/:id`: `{"name","from"}`, where `from` is the name that was shown. Administrators only.
  func renameSkill(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let input = try await request.input(context)
    let id = try context.id
    return try await orShowAgain(context, viewer) {
      let name = try input.name("name", or: nil)
      _ = try await recovery.rename(
        skill: id, from: try input.requiredText("from", limit: 100), to: name, by: viewer
      ).id()
      return context.done(elseTo: "/skills") {
        $0.member("id", id)
        $0.member("name", name)
      }
    } again: {
      try await skillPage(viewer, refusing: $0, renaming: input.typed("name").map { (id, $0) })
    }
  }

  /// `DELETE /skills/:id`: only one that nobody has and no queue asks for. Administrators only.
  func removeSkill(_ request: Request, _ context: WebContext, _ viewer: Operator) async throws -> Response {
    let id = try context.id
    return try await orShowAgain(context, viewer) {
      switch try await recovery.remove(skill: id, by: viewer) {
      case .removed: return context.form == .page ? .redirect(to: "/skills") : .noContent
      case .inUse: throw WebError(.conflict, "skill_in_use")
      case .missing: throw WebError.notFound
      }
    } again: {
      try await skillPage(viewer, refusing: $0)
    }
  }

  /// - Parameters:
  ///   - change: why a skill that is there was not changed.
  ///   - renaming: the skill, with the name that was refused.
  private func skillPage(
    _ viewer: Operator, _ input: Input? = nil, _ refusal: AdministrationPage.Form.Refusal? = nil,
    refusing change: AdministrationPage.Form.Refusal? = nil, renaming: (id: String, name: String)? = nil
  ) async throws -> AdministrationPage {
    let wording = pages.wording(for: viewer)
    var page = AdministrationPage(
      wording.text("admin.skills"), in: .queues,
      under: .init(text: wording.text("nav.queues"), href: "/queues"),
      lead: wording.text("admin.skillsLead"))
    page.notice = change.map { .init(kind: .error, text: $0.message) }
    let form = AdministrationPage.Form(
      action: "/skills", submit: wording.text("admin.add"),
      inputs: [.text("name", wording.text("admin.newSkill"), input?.typed("name") ?? "", required: true)],
      refusal: refusal)
    page.parts = [.init(table: wording.skills(try await recovery.skills(), renaming: renaming)), .init(form: form)]
    return page
  }
}

extension Wording {
  fileprivate func skills(
    _ skills: [SkillOverview], renaming: (id: String, name: String)?
  ) -> AdministrationPage.Table {
    AdministrationPage.Table(
      columns: ["field.name", "nav.operators", "nav.queues", "column.actions"].map { text($0) },
      rows: skills.map { skill in
        .init(
          id: skill.id,
          cells: [
            .text(skill.name), .text(String(skill.operators)), .text(String(skill.queues)),
            .buttons(
              [rename(skill, typed: renaming?.id == skill.id ? renaming?.name : nil)]
                + (skill.operators + skill.queues == 0 ? [remove(skill)] : [])),
          ])
      },
      empty: text("admin.noSkills"), cut: cut(skills.count))
  }

  private func rename(_ skill: SkillOverview, typed: String?) -> AdministrationPage.Button {
    .init(
      label: text("admin.rename"), action: "/skills/\(skill.id)", method: "PATCH", hidden: [("from", skill.name)],
      entry: .init(name: "name", label: text("admin.newName"), value: typed ?? skill.name),
      aria: "\(text("admin.rename")): \(skill.name)", isSmall: true, isOpen: typed != nil)
  }

  private func remove(_ skill: SkillOverview) -> AdministrationPage.Button {
    .init(
      label: text("admin.remove"), action: "/skills/\(skill.id)", method: "DELETE",
      aria: "\(text("admin.remove")): \(skill.name)", isSmall: true)
  }
}

extension JSONWriter {
  fileprivate mutating func skill(_ skill: SkillOverview) {
    object {
      $0.member("id", skill.id)
      $0.member("name", skill.name)
      $0.member("operators", skill.operators)
      $0.member("queues", skill.queues)
    }
  }
}
