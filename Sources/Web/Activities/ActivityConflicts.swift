import Hummingbird
import Recovery

extension WebApplication {
  /// Shows whoever saves second what the first one saved, beside what they typed.
  func answer(
    _ conflicts: [ActivityConflict], on activity: Activity, typed: Input, _ context: WebContext, _ viewer: Operator
  ) async throws -> Response {
    guard context.form != .page else {
      return try await card(
        of: activity.id, context, viewer, refusal: WebError(.conflict, "conflicting"), typed: typed,
        conflicts: conflicts)
    }
    let wording = pages.wording(for: viewer)
    let language = Language(locale: viewer.locale)
    let html = try pages.render("conflicts", wording.conflicts(conflicts, on: activity, typed: typed), language)
    return .json(status: .conflict) { json in
      json.member(
        "error",
        object: { json in
          json.member("code", "conflicting")
          json.member("message", wording.text("error.conflicting"))
          json.member("conflicts", array: conflicts) { $0.conflict($1) }
          json.member("html", html)
        })
    }
  }
}

extension JSONWriter {
  fileprivate mutating func conflict(_ conflict: ActivityConflict) {
    object {
      $0.member("field", conflict.field.rawValue)
      $0.member("mine", conflict.mine)
      $0.member("theirs", conflict.theirs)
      $0.member("by", conflict.by)
      $0.member("at", conflict.at)
    }
  }
}

extension Wording {
  /// The values of the question what is to stay. Whoever pressed *Complete task* completes it with their answer, unless
  /// the status is in question: then they may also answer that it stays open.
  func conflicts(_ conflicts: [ActivityConflict], on activity: Activity, typed: Input?) -> Fields {
    let prints = activity.prints
    let completes = (try? typed.map(EnteredChange.completes)) ?? false
    let isCertain = completes && !conflicts.contains { $0.field == .status }
    return [
      "id": activity.id, "lead": lead(conflicts), "completes": completes,
      "send": text(isCertain ? "activity.complete" : "conflict.save"),
      "conflicts": conflicts.map { conflict -> Fields in
        let field = conflict.field
        return [
          "field": field.rawValue, "label": text("column.\(field.rawValue)"), "print": prints[field] ?? "",
          "mine": shown(conflict.mine, of: field), "theirs": shown(conflict.theirs, of: field),
          "theirsValue": value(conflict.theirs, of: field), "canKeepMine": conflict.canKeepMine,
          "by": conflict.by?.name ?? text("conflict.somebody"), "at": time.fields(conflict.at),
        ]
      },
    ]
  }

  private func lead(_ conflicts: [ActivityConflict]) -> String {
    let names = Set(conflicts.compactMap(\.by?.name)).sorted()
    return text("conflict.lead", ["name": names.isEmpty ? text("conflict.somebody") : names.joined(separator: ", ")])
  }

  /// A field's value as it is read.
  private func shown(_ value: String, of field: ActivityField) -> String {
    guard !value.isEmpty else { return text("conflict.empty") }
    switch field {
    case .subject: return subject(value)
    case .resultDetails, .notes: return value
    case .status: return text("status.\(value)")
    case .priority: return text("priority.\(value)")
    case .result: return result(value)
    case .due, .reminder: return Int64(value).map { time.text(Timestamp(milliseconds: $0 * 60_000)) } ?? value
    }
  }

  /// A field's value as a form has it.
  private func value(_ value: String, of field: ActivityField) -> String {
    switch field {
    case .due, .reminder: Int64(value).map { time.entered(Timestamp(milliseconds: $0 * 60_000)) } ?? value
    default: value
    }
  }
}
