/// Working hours as people write them: days (`mon-fri`, `sat`, `mon,wed`) with spans (`09:00-13:00, 14:00-18:00`).
extension WorkingHours {
  private static let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// - Parameter spans: by days, such as `["mon-fri": "09:00-18:00"]`. For a day that stands in several entries the one
  ///   with the fewest days holds, as `wed` does beside `mon-fri`.
  /// - Throws: ``InvalidInput`` that names what is not understood, or may be meant in two ways.
  package init(zone: String, spans: [String: String]) throws(InvalidInput) {
    var week = Array(repeating: [Span](), count: 7)
    var days = Array(repeating: Int.max, count: 7)
    for (names, text) in spans.sorted(by: { $0.key < $1.key }) {
      let parsed = try Self.spans(text)
      let named = try Self.dayNumbers(names)
      for day in named where named.count <= days[day] {
        guard named.count < days[day] else {
          throw InvalidInput(field: "hours", message: "«\(Self.days[day])» is there twice.")
        }
        (week[day], days[day]) = (parsed, named.count)
      }
    }
    try self.init(zone: zone, week: week.map { $0.sorted { $0.lowerBound < $1.lowerBound } })
  }

  /// One line that ``init(text:)`` reads back: `Europe/Kyiv|mon 09:00-18:00|tue …`.
  package var text: String {
    let days = zip(Self.days, week).filter { !$1.isEmpty }.map { day, spans in
      day + " " + spans.map(Self.text(of:)).joined(separator: ",")
    }
    return ([zone] + days).joined(separator: "|")
  }

  /// `09:00-18:00`.
  package static func text(of span: Span) -> String { "\(clock(span.lowerBound))-\(clock(span.upperBound))" }

  package init(text: String) throws(InvalidInput) {
    let parts = text.split(separator: "|").map(String.init)
    var spans: [String: String] = [:]
    for part in parts.dropFirst() {
      let words = part.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { throw Self.unreadable(part) }
      spans[words[0]] = words[1]
    }
    try self.init(zone: parts.first ?? "", spans: spans)
  }

  private static func dayNumbers(_ text: String) throws(InvalidInput) -> Set<Int> {
    var numbers: Set<Int> = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { days.firstIndex(of: $0.lowercased().filter { $0 != " " }) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last, ends.count <= 2 else {
        throw unreadable(text)
      }
      numbers.formUnion(first...last)
    }
    return numbers
  }

  private static func spans(_ text: String) throws(InvalidInput) -> [Span] {
    var spans: [Span] = []
    for part in text.split(separator: ",") {
      let ends = part.split(separator: "-").map { minutes($0) }
      guard ends.count == 2, let start = ends[0], let end = ends[1], start < end else { throw unreadable(text) }
      spans.append(start..<end)
    }
    return spans
  }

  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.filter { $0 != " " }.split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1] else { return nil }
    guard (0..<60).contains(minute), (0...24 * 60).contains(hour * 60 + minute), hour >= 0 else { return nil }
    return hour * 60 + minute
  }

  private static func clock(_ minutes: Int) -> String {
    let hour = minutes / 60
    let minute = minutes % 60
    return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
  }

  private static func unreadable(_ text: String) -> InvalidInput {
    InvalidInput(field: "hours", message: "«\(text)» is not understood; write mon-fri: \"09:00-18:00\".")
  }
}
