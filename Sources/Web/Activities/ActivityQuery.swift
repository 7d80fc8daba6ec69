import Recovery

/// The filters of the Activities section, as they stand in the address bar.
struct ActivityQuery: Sendable {
  /// The values by the names of their parameters, as they are written in addresses.
  private(set) var values: [String: String] = [:]
  private(set) var filter = ActivityFilter()

  /// The parameters that narrow the list, in the order in which they are shown.
  static let narrowing = ["type", "status", "queue", "owner", "messenger", "q"]

  /// Reads the filters. Names and codes are both accepted.
  ///
  /// - Throws: ``WebError`` 400 with the field that is wrong.
  init(_ query: Query, viewer: Operator, directory: Directory) throws(WebError) {
    filter.type = query["type"]
    filter.statuses = try query.list("status").map { (name) throws(WebError) in
      guard let status = ActivityStatus(named: name) else { throw .invalid("status") }
      return status
    }
    filter.queueID = try query["queue"].map { (name) throws(WebError) in try Self.queue(name, directory) }
    filter.ownerID = try query["owner"].map { (name) throws(WebError) in try Self.owner(name, viewer, directory) }
    filter.messenger = try query["messenger"].map { (name) throws(WebError) in
      guard let kind = ChannelKind(messenger: name) else { throw .invalid("messenger") }
      return kind.messenger
    }
    filter.text = try query["q"].map { (text) throws(WebError) in
      guard text.count <= 200 else { throw .invalid("q") }
      return text
    }
    if let sort = query["sort"] {
      guard let sort = ActivityFilter.Sort(rawValue: sort) else { throw .invalid("sort") }
      filter.sort = sort
    }
    if let limit = query["limit"] {
      guard let limit = Int(limit), ActivityFilter.limits.contains(limit) else { throw .invalid("limit") }
      filter.limit = limit
    }
    filter.after = query["after"]
    values = written(query)
  }

  private static func queue(_ name: String, _ directory: Directory) throws(WebError) -> String {
    if directory.queues[name] != nil { return name }
    guard let queue = directory.queues.values.first(where: { $0.name == name }) else { throw .invalid("queue") }
    return queue.id
  }

  private static func owner(_ name: String, _ viewer: Operator, _ directory: Directory) throws(WebError) -> String {
    if name == "me" { return viewer.id }
    guard directory.operators[name] != nil else { throw .invalid("owner") }
    return name
  }

  private func written(_ query: Query) -> [String: String] {
    var values: [String: String] = [:]
    values["type"] = filter.type
    values["status"] = filter.statuses.isEmpty ? nil : filter.statuses.map(\.name).joined(separator: ",")
    values["queue"] = filter.queueID
    values["owner"] = query["owner"]
    values["messenger"] = filter.messenger
    values["q"] = filter.text
    values["sort"] = filter.sort == .newest ? nil : filter.sort.rawValue
    return values
  }

  /// The address of the list with one parameter set differently, beginning at its first page.
  func address(setting name: String? = nil, to value: String? = nil) -> String {
    var values = values
    if let name { values[name] = value }
    let pairs = (Self.narrowing + ["sort", "after"]).compactMap { name in
      values[name].map { "\(name)=\(FormFields.encode($0))" }
    }
    return pairs.isEmpty ? "/activities" : "/activities?" + pairs.joined(separator: "&")
  }
}
