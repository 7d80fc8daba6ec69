import Recovery

/// The filters of the Activities section, as they stand in the address bar.
struct ActivityQuery: Sendable {
  /// The values by the names of their parameters, as they are written in addresses.
  private(set) var values: [String: [String]] = [:]
  var filter = ActivityFilter()
  let period: ActivityPeriod
  private(set) var columns = ActivityColumn.standard

  /// The parameters that narrow the list, in the order in which they are shown.
  static let narrowing = [
    "type", "status", "queue", "owner", "messenger", "reason", "left", "period", "from", "to", "q",
  ]
  /// Those that *Add filter* offers, each with any number of values.
  static let addable = ["type", "status", "queue", "owner", "messenger", "reason", "left"]
  private static let most = 50
  /// The value of `left` by which nothing is left.
  static let overdue = "overdue"

  /// Reads the filters. Names and codes are both accepted; `add=column:value` adds a value to those of a column.
  ///
  /// - Throws: ``WebError`` 400 with the field that is wrong.
  init(_ query: Query, viewer: Operator, directory: Directory, now: Timestamp) throws(WebError) {
    period = try ActivityPeriod(query, now: now, zone: viewer.timeZone)
    filter.createdFrom = period.from
    filter.createdBefore = period.before
    values = period.values
    try readColumns(query, viewer, directory)
    let left = try read("left", query) { (name) throws(WebError) in
      guard name == Self.overdue else { throw .invalid("left") }
      return (name, name)
    }
    filter.dueBefore = left.isEmpty ? nil : now
    if let text = query["q"] {
      guard text.count <= 200 else { throw .invalid("q") }
      filter.text = text
      values["q"] = [text]
    }
    if let sort = query["sort"] {
      guard let sort = ActivityFilter.Sort(rawValue: sort) else { throw .invalid("sort") }
      filter.sort = sort
      if sort != .newest { values["sort"] = [sort.rawValue] }
    }
    if let limit = query["limit"] {
      guard let limit = Int(limit), ActivityFilter.limits.contains(limit) else { throw .invalid("limit") }
      filter.limit = limit
    }
    filter.after = query["after"]
    try chooseColumns(query)
  }

  private mutating func readColumns(
    _ query: Query, _ viewer: Operator, _ directory: Directory
  ) throws(WebError) {
    filter.types = try read("type", query) { (name) throws(WebError) in (name, name) }
    filter.statuses = try read("status", query) { (name) throws(WebError) in
      guard let status = ActivityStatus(named: name) else { throw .invalid("status") }
      return (status, status.name)
    }
    filter.queueIDs = try read("queue", query) { (name) throws(WebError) in
      let queue = directory.queues[name] ?? directory.queues.values.first { $0.name == name }
      guard let queue else { throw .invalid("queue") }
      return (queue.id, queue.id)
    }
    filter.owners = try read("owner", query) { (name) throws(WebError) in
      if name == "me" { return (.person(viewer.id), name) }
      if name == "none" { return (.nobody, name) }
      guard directory.operators[name] != nil else { throw .invalid("owner") }
      return (.person(name), name)
    }
    filter.messengers = try read("messenger", query) { (name) throws(WebError) in
      guard let kind = ChannelKind(messenger: name) else { throw .invalid("messenger") }
      return (kind.messenger, kind.messenger)
    }
    filter.reasons = try read("reason", query) { (name) throws(WebError) in
      guard let reason = MissedReason(rawValue: name) else { throw .invalid("reason") }
      return (reason, reason.rawValue)
    }
  }

  /// Reads the values of one column, each once.
  private mutating func read<Value>(
    _ name: String, _ query: Query, _ value: (String) throws(WebError) -> (value: Value, written: String)
  ) throws(WebError) -> [Value] {
    var texts = query.list(name)
    if let added = query["add"], added.hasPrefix(name + ":") { texts.append(String(added.dropFirst(name.count + 1))) }
    guard texts.count <= Self.most else { throw .invalid(name) }
    var found: [Value] = []
    for text in texts {
      let read = try value(text)
      guard !values[name, default: []].contains(read.written) else { continue }
      values[name, default: []].append(read.written)
      found.append(read.value)
    }
    return found
  }

  private mutating func chooseColumns(_ query: Query) throws(WebError) {
    let names = query.list("columns")
    guard !names.isEmpty else { return }
    let chosen = names.compactMap(ActivityColumn.init(rawValue:))
    guard chosen.count == names.count else { throw .invalid("columns") }
    columns = ActivityColumn.allCases.filter(chosen.contains)
    if columns != ActivityColumn.standard { values["columns"] = columns.map(\.rawValue) }
  }
}

extension ActivityQuery {
  /// The address of the list with one parameter set differently, beginning at its first page.
  func address(setting name: String? = nil, to value: String? = nil) -> String {
    var values = values
    if let name { values[name] = value.map { [$0] } }
    return Self.address(values)
  }

  /// The address without one of the values of a parameter.
  func address(without value: String, of name: String) -> String {
    var values = values
    values[name]?.removeAll { $0 == value }
    return Self.address(values)
  }

  /// The filters, the order and the columns as they stand behind the `?`.
  var text: String { Self.text(values) }

  private static func address(_ values: [String: [String]]) -> String {
    let text = text(values)
    return text.isEmpty ? "/activities" : "/activities?\(text)"
  }

  private static func text(_ values: [String: [String]]) -> String {
    (narrowing + ["sort", "columns", "after"]).compactMap { name in
      guard let values = values[name], !values.isEmpty else { return nil }
      return "\(name)=\(FormFields.encode(values.joined(separator: ",")))"
    }.joined(separator: "&")
  }
}
