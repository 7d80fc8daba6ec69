import Recovery

/// What the rows of a report and their figures are called.
struct ReportNames: Sendable {
  let directory: Directory
  let wording: Wording

  func name(of key: ReportKey) -> String {
    switch key {
    case .day(let day): "\(wording.text("weekday.d\(day.weekday)")) \(wording.time.day(day))"
    case .hour(let hour): self.hour(hour)
    case .hourOfWeek(let weekday, let hour): "\(wording.text("weekday.d\(weekday)")) \(self.hour(hour))"
    case .channel(let id): id.flatMap { directory.channel(id: $0)?.name } ?? none("channel")
    case .queue(let id): id.flatMap { directory.queues[$0]?.name } ?? none("queue")
    case .operator(let id): id.flatMap { directory.operators[$0]?.name } ?? none("operator")
    case .reason(let reason): wording.text("missed.\(reason.rawValue)")
    }
  }

  /// `09:00`.
  func hour(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }

  private func none(_ what: String) -> String { wording.text("reports.none.\(what)") }

  /// With its thousands apart.
  func count(_ number: Int) -> String {
    let digits = String(number)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += wording.text("reports.thousands") }
      text.append(digit)
    }
    return text
  }

  func percent(_ share: Double?) -> String {
    share.map { wording.text("reports.percent", ["count": String(Int(($0 * 100).rounded()))]) } ?? "–"
  }

  /// The two greatest units of a span, such as `4 min 10 s`.
  func span(_ span: Duration?) -> String {
    guard let span else { return "–" }
    let seconds = span.components.seconds
    func text(_ unit: String, _ great: Int64, _ small: Int64) -> String {
      wording.text("reports.span.\(unit)", ["great": String(great), "small": String(small)])
    }
    switch seconds {
    case ..<60: return wording.text("reports.span.seconds", ["count": String(max(1, seconds))])
    case ..<3600: return text("minutes", seconds / 60, seconds % 60)
    case ..<86_400: return text("hours", seconds / 3600, seconds % 3600 / 60)
    default: return text("days", seconds / 86_400, seconds % 86_400 / 3600)
    }
  }
}
