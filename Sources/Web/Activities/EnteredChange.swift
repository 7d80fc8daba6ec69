import Recovery

/// What somebody entered on a card, read from a form or from JSON.
struct EnteredChange {
  private(set) var change = ActivityChange()

  /// - Parameter time: by whose clock times are entered.
  /// - Throws: ``WebError`` 400 with the field that is wrong.
  init(_ input: Input, _ time: TimeText) throws(WebError) {
    change.version = try input.integer("version")
    for field in ActivityField.allCases { change.seen[field] = try input.someText("seen.\(field.rawValue)", limit: 64) }
    try readTexts(input)
    try readChoices(input)
    try readTimes(input, time)
    for field in ActivityField.allCases where try input.text("take.\(field.rawValue)", limit: 10) == "theirs" {
      change.leave(field)
    }
  }

  private mutating func readTexts(_ input: Input) throws(WebError) {
    if input.has("subject") {
      guard let subject = try input.someText("subject", limit: Recovery.longestSubject) else {
        throw WebError(.badRequest, "required", field: "subject")
      }
      change.subject = subject
    }
    change.result = try input.text("result", limit: Recovery.longestResult)
    change.notes = try input.text("notes", limit: Recovery.longestNotes)
    // Forms name it as the database does, programs as the rest of their JSON; its length is refused under one name.
    for name in ["result_details", "resultDetails"] where input.has(name) {
      change.resultDetails = try input.text(name, limit: .max)
    }
  }

  /// Whether it came by the button that saves what was entered and completes the task, whatever status is chosen.
  static func completes(_ input: Input) throws(WebError) -> Bool {
    try input.someText("complete", limit: 10) != nil
  }

  private mutating func readChoices(_ input: Input) throws(WebError) {
    if let name = try input.someText("status", limit: 50) {
      guard let status = ActivityStatus(named: name) else { throw .invalid("status") }
      change.status = status
    }
    if try Self.completes(input) { change.status = .completed }
    if let name = try input.someText("priority", limit: 50) {
      guard let priority = ActivityPriority(named: name) else { throw .invalid("priority") }
      change.priority = priority
    }
  }

  private mutating func readTimes(_ input: Input, _ time: TimeText) throws(WebError) {
    for name in ["due", "dueAt"] where input.has(name) {
      guard let due = try input.someText(name, limit: 40).flatMap(time.moment(entered:)) else { throw .invalid("due") }
      change.dueAt = due
    }
    for name in ["reminder", "remindAt"] where input.has(name) {
      change.reminder = .never
      guard let text = try input.someText(name, limit: 40) else { continue }
      guard let moment = time.moment(entered: text) else { throw .invalid("reminder") }
      change.reminder = .at(moment)
    }
  }
}
