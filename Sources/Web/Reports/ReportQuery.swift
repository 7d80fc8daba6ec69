import Recovery

/// What is asked of the reports, as it stands in the address bar.
struct ReportQuery: Sendable {
  /// The periods that have a name, and the name for two days that are given beside it.
  static let periods: [(name: String, period: ReportPeriod)] = [
    ("today", .today), ("yesterday", .yesterday), ("7d", .lastDays(7)), ("30d", .lastDays(30)), ("8w", .lastDays(56)),
  ]
  static let custom = "custom"

  private(set) var question = ReportQuestion()
  /// The name of the period.
  private(set) var period = "7d"
  /// The values by the names of their parameters; what goes without saying is left out.
  private(set) var values: [String: String] = [:]

  /// - Throws: ``WebError`` 400 with the field that is wrong.
  init(_ query: Query, directory: Directory) throws(WebError) {
    if let by = query["by"] {
      guard let breakdown = ReportBreakdown(rawValue: by) else { throw .invalid("by") }
      question.breakdown = breakdown
      values["by"] = breakdown == .day ? nil : by
    }
    try readPeriod(query)
    if let queue = query["queue"] {
      guard directory.queues[queue] != nil else { throw .invalid("queue") }
      question.queueID = queue
      values["queue"] = queue
    }
    if let channel = query["channel"] {
      guard directory.channel(id: channel) != nil else { throw .invalid("channel") }
      question.channelID = channel
      values["channel"] = channel
    }
  }

  private mutating func readPeriod(_ query: Query) throws(WebError) {
    let name = query["period"] ?? (query["from"] != nil || query["to"] != nil ? Self.custom : period)
    guard name == Self.custom else {
      guard let known = Self.periods.first(where: { $0.name == name }) else { throw .invalid("period") }
      (period, question.period) = (known.name, known.period)
      values["period"] = name == "7d" ? nil : name
      return
    }
    let (from, to) = (try Self.day("from", query), try Self.day("to", query))
    guard let first = from ?? to else { throw .invalid("from") }
    let last = to ?? first
    guard first <= last, last - first < ReportPeriod.longest else { throw .invalid("to") }
    (period, question.period) = (Self.custom, .from(first, to: last))
    (values["period"], values["from"], values["to"]) = (Self.custom, first.text, last.text)
  }

  private static func day(_ field: String, _ query: Query) throws(WebError) -> CivilDay? {
    guard let text = query[field] else { return nil }
    guard let day = CivilDay(text) else { throw .invalid(field) }
    return day
  }

  /// An address with some parameters set differently.
  func address(_ path: String = "/reports", _ changes: [String: String?] = [:]) -> String {
    var values = values
    for (name, value) in changes { values[name] = value }
    let pairs = ["by", "period", "from", "to", "queue", "channel"].compactMap { name in
      values[name].map { "\(name)=\(FormFields.encode($0))" }
    }
    return pairs.isEmpty ? path : "\(path)?" + pairs.joined(separator: "&")
  }
}
