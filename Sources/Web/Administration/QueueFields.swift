import Recovery

/// The days of a week as provision files and forms name them.
private let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

extension Input {
  /// The queue that somebody described. What a program leaves out stays as it is.
  func queue(from current: Provision.QueueEntry?) throws -> Provision.QueueEntry {
    let within = has("answerWithin") ? try duration("answerWithin") : current?.rule.answerWithin
    func time(_ field: String, _ current: Duration?) throws -> Duration? {
      has(field) ? try duration(field) : current
    }
    var skills = try list("skills", or: current?.skills ?? [])
    skills += (try someText("newSkills", limit: 500) ?? "").split(separator: ",").map { String($0).trimmed }
    return Provision.QueueEntry(
      name: try name("name", or: current?.name), skills: skills.filter { !$0.isEmpty },
      rule: MissedRule(answerWithin: within ?? .seconds(60), hours: try hours(or: current?.rule.hours)),
      times: QueueTimes(
        escalateAfter: try time("escalateAfter", current?.times.escalateAfter),
        replyWithin: try time("replyWithin", current?.times.replyWithin)))
  }

  private func hours(or current: WorkingHours?) throws -> WorkingHours? {
    if isForm {
      guard self["hours.always"] == nil else { return nil }
      var spans: [String: String] = [:]
      for day in days { spans[day] = try someText("hours.\(day)", limit: 100) }
      return try WorkingHours(zone: try name("hours.zone", or: nil), spans: spans)
    }
    switch self["hours"] {
    case nil: return current
    case .null?: return nil
    case .object(let members)?:
      var spans = members.compactMapValues { if case .string(let text) = $0 { text } else { nil } }
      guard spans.count == members.count else { throw WebError.invalid("hours") }
      return try WorkingHours(zone: spans.removeValue(forKey: "zone") ?? "", spans: spans)
    default: throw WebError.invalid("hours")
    }
  }

  /// What was typed into a field of a form.
  func typed(_ field: String) -> String? {
    if case .string(let text)? = self[field] { text } else { nil }
  }
}

extension Wording {
  typealias FormInput = AdministrationPage.FormInput

  /// - Parameter input: what was typed before it was refused.
  func queueInputs(_ queue: Queue?, _ input: Input?, skills: [String]) -> [FormInput] {
    let chosen = input.map { $0.ticked("skills") } ?? queue?.skills ?? []
    var inputs: [FormInput] = [
      .text("name", text("field.name"), input?.typed("name") ?? queue?.name ?? "", required: true),
      .ticks(
        "skills", text("field.skills"), skills.map { Choice($0, $0, selected: chosen.contains($0)) },
        none: text("admin.noSkills")),
      .text(
        "newSkills", text("admin.newSkills"), input?.typed("newSkills") ?? "", hint: text("admin.skillsHint"),
        limit: 500),
    ]
    inputs.append(span("answerWithin", queue?.rule.answerWithin ?? .seconds(60), input, required: true))
    inputs.append(span("escalateAfter", queue?.times.escalateAfter, input))
    inputs.append(span("replyWithin", queue?.times.replyWithin, input))
    return inputs + hourInputs(queue?.rule.hours, input)
  }

  private func span(_ field: String, _ value: Duration?, _ input: Input?, required: Bool = false) -> FormInput {
    .text(
      field, text("field.\(field)"), input?.typed(field) ?? value.map(DurationText.write) ?? "",
      hint: text("admin.timeHint.\(field)"), required: required, limit: 20)
  }

  private func hourInputs(_ hours: WorkingHours?, _ input: Input?) -> [FormInput] {
    let isAlways = input.map { $0["hours.always"] != nil } ?? (hours == nil)
    var inputs = [
      FormInput(name: "hours.always", label: text("admin.alwaysOpen"), kind: .check(isAlways)),
      FormInput.zone("hours.zone", text("field.timeZone"), input?.typed("hours.zone") ?? hours?.zone ?? "Europe/Kyiv"),
    ]
    for (number, day) in days.enumerated() {
      let spans = hours?.week[number].map(WorkingHours.text(of:)).joined(separator: ", ")
      let usual = number < 5 ? "09:00-18:00" : ""
      inputs.append(
        .text(
          "hours.\(day)", text("day.\(day)"), input?.typed("hours.\(day)") ?? spans ?? usual,
          hint: number == 0 ? text("admin.hoursHint") : nil))
    }
    return inputs
  }

  func queues(_ queues: [Queue], _ directory: Directory, linked: Bool) -> AdministrationPage.Table {
    let columns = ["field.name", "field.skills", "field.answerWithin", "field.hours", "admin.members"]
    return AdministrationPage.Table(
      columns: columns.map { text($0) },
      rows: queues.map { queue in
        .init(
          id: queue.id,
          cells: [
            linked ? .link(queue.name, "/queues/\(queue.id)") : .text(queue.name),
            .text(queue.skills.joined(separator: ", ")), .text(DurationText.write(queue.rule.answerWithin)),
            .text(queue.rule.hours.map(hours) ?? text("admin.always")),
            .text(String(directory.members[queue.id]?.count ?? 0)),
          ])
      },
      empty: text("admin.noQueues"))
  }

  /// `Mon–Fri 09:00-18:00`, as short as it goes: days that follow each other with the same hours stand together.
  func hours(_ hours: WorkingHours) -> String {
    var groups: [(first: Int, last: Int, spans: [WorkingHours.Span])] = []
    for (day, spans) in hours.week.enumerated() where !spans.isEmpty {
      if let group = groups.last, group.last == day - 1, group.spans == spans {
        groups[groups.count - 1].last = day
      } else {
        groups.append((day, day, spans))
      }
    }
    let texts = groups.map { group in
      let names = Set([group.first, group.last]).sorted().map { text("dayShort.\(days[$0])") }
      return names.joined(separator: "–") + " " + group.spans.map(WorkingHours.text(of:)).joined(separator: ", ")
    }
    return (texts + [hours.zone]).joined(separator: "; ")
  }

  var savedNotice: Page.Notice { .init(kind: .done, text: text("saved")) }
}

extension JSONWriter {
  mutating func members(of queue: Queue, count: Int) {
    member("id", queue.id)
    member("name", queue.name)
    member("skills", array: queue.skills) { $0.string($1) }
    member("answerWithinSeconds", queue.rule.answerWithin.components.seconds)
    member("members", count)
  }

  mutating func members(of record: QueueRecord) {
    let queue = record.queue
    members(of: queue, count: record.members.count)
    member("answerWithin", DurationText.write(queue.rule.answerWithin))
    member("escalateAfter", queue.times.escalateAfter.map(DurationText.write))
    member("replyWithin", queue.times.replyWithin.map(DurationText.write))
    key("hours")
    if let hours = queue.rule.hours { self.hours(hours) } else { null() }
    member("operators", array: record.members) { $0.reference($1) }
    member("version", record.version)
  }

  private mutating func hours(_ hours: WorkingHours) {
    let keys: [StaticString] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    object { json in
      json.member("zone", hours.zone)
      for (key, spans) in zip(keys, hours.week) where !spans.isEmpty {
        json.member(key, spans.map(WorkingHours.text(of:)).joined(separator: ", "))
      }
    }
  }
}
