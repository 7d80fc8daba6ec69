import Recovery

extension Wording {
  /// The values of an Activity's card and of its mini page.
  func card(_ activity: Activity, _ rights: ActivityRights) -> Fields {
    let result = activity.result.flatMap { $0.isEmpty ? nil : $0 }
    return row(activity).merging([
      "result": result ?? "", "resultText": Fields.optional(result.map(self.result)),
      "acceptance": acceptance(activity.acceptance, isMine: rights.isMine),
      "canAccept": rights.canAccept, "canGiveBack": rights.canGiveBack, "canDecline": rights.canDecline,
      "canSave": rights.canSave, "canComplete": rights.canSave && activity.status == .inProgress,
      "resultOptions": resultChoices(result), "remind": time.fields(activity.remindAt),
    ])
  }

  private func acceptance(_ acceptance: Activity.Acceptance?, isMine: Bool) -> any Sendable {
    guard let acceptance else { return false }
    let fields: Fields = ["name": acceptance.by.name, "at": time.fields(acceptance.at), "mine": isMine]
    return fields
  }

  func resultChoices(_ current: String?) -> [Fields] {
    let codes = [
      "answered", "resolved", "call_back", "no_response", "unreachable", "spam", "duplicate", "other",
    ]
    let unusual = current.map { codes.contains($0) ? [] : [$0] } ?? []
    let none = Choice("", text("result.none"), selected: current == nil)
    return ([none] + (codes + unusual).map { Choice($0, result($0), selected: $0 == current) }).map(\.fields)
  }

  /// One step of the history.
  func entry(_ entry: HistoryEntry) -> Fields {
    [
      "at": time.fields(entry.at), "what": entry.what.rawValue, "text": text("history.\(entry.what.rawValue)"),
      "by": Fields.optional(entry.by?.name), "detail": Fields.optional(detail(of: entry)),
    ]
  }

  /// What more there is to say of a step, readable: codes are put into words, numbers that only we need are left out.
  private func detail(of entry: HistoryEntry) -> String? {
    guard !entry.detail.isEmpty else { return nil }
    switch entry.what {
    case .missed, .opened, .folded: return catalogue.text(ifAny: "missed.\(entry.detail)") ?? entry.detail
    case .completed, .canceled, .answeredElsewhere: return result(entry.detail)
    case .edited: return entry.detail.split(separator: ",").map { text("column.\($0)") }.joined(separator: ", ")
    case .postponed: return Int(entry.detail).map { catalogue.text("history.minutes", count: $0) }
    case .failed:
      let failure = DeliveryFailure(stored: entry.detail)
      return "\(text(of: failure)) \(failure.detail)"
    case .declined, .reassigned, .unreachable: return entry.detail
    default: return nil
    }
  }
}
