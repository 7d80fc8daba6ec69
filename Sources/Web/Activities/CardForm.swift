import Recovery

/// The fields of a card's form: as they are saved, or as somebody typed them where that could not be saved.
struct CardForm {
  let activity: Activity
  let typed: Input?
  let wording: Wording

  var fields: Fields {
    [
      "subject": shown(.subject), "notes": shown(.notes), "resultDetails": shown(.resultDetails),
      "dueEntered": shown(.due), "reminderEntered": shown(.reminder), "statusOptions": statuses,
      "priorityOptions": priorities, "resultOptions": wording.resultChoices(someResult),
      "seen": ActivityField.allCases.map { ["name": $0.rawValue, "print": seen($0)] as Fields },
    ]
  }

  private func shown(_ field: ActivityField) -> String {
    if let typed = typedText(field.rawValue) { return typed }
    switch field {
    case .subject: return wording.subject(activity.subject)
    case .due: return wording.time.entered(activity.dueAt)
    case .reminder: return activity.remindAt.map(wording.time.entered) ?? ""
    default: return activity.text(of: field)
    }
  }

  /// What was typed that cannot even be read is not shown again.
  private func typedText(_ name: String) -> String? {
    guard let typed else { return nil }
    return try? typed.text(name, limit: 30_000)
  }

  /// What the reader saw when they began to type stays what they saw.
  private func seen(_ field: ActivityField) -> String {
    typedText("seen.\(field.rawValue)") ?? ActivityField.print(of: activity.text(of: field))
  }

  private var statuses: [Fields] {
    let chosen = shown(.status)
    return ActivityStatus.allCases.filter { activity.allows($0) || $0.rawValue == chosen }
      .map { Choice($0.rawValue, wording.status($0), selected: $0.rawValue == chosen).fields }
  }

  private var priorities: [Fields] {
    let chosen = shown(.priority)
    return ActivityPriority.allCases.map {
      Choice($0.rawValue, wording.text("priority.\($0.rawValue)"), selected: $0.rawValue == chosen).fields
    }
  }

  private var someResult: String? {
    let result = shown(.result)
    return result.isEmpty ? nil : result
  }
}

extension Wording {
  /// To whom a supervisor may give the Activity, those of its queue first.
  func assignees(of activity: Activity, _ directory: Directory) -> [Fields] {
    let members = activity.queue.flatMap { directory.members[$0.id] } ?? []
    let people = directory.operators.values.filter { $0.id != activity.designatedID }.byName()
    let groups = [
      (activity.queue?.name ?? "", people.filter { members.contains($0.id) }),
      (text("card.others"), people.filter { !members.contains($0.id) }),
    ]
    return groups.filter { !$0.1.isEmpty }.map { name, people in
      ["name": name, "people": people.map { Choice($0.id, $0.name, selected: false).fields }]
    }
  }
}
