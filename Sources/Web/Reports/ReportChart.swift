import Recovery

/// A report as a picture: what lies along its width in percent, so that it fits wherever it is shown and its letters keep
/// their size; heights in pixels. What it shows stands in the table beside it as well.
struct ReportChart {
  let report: Report
  let breakdown: ReportBreakdown
  let names: ReportNames

  /// In pixels, what is left for the drawing on a narrow phone, and where labels have room.
  private static let widths = (narrow: 190.0, wide: 520.0)
  /// The greatest number of bars that lie one above the other.
  private static let mostBars = 15

  var fields: Fields {
    let kind: (columns: any Sendable, bars: any Sendable, heat: any Sendable, height: Int) =
      switch breakdown {
      case .day, .hour: (columns, false, false, 230)
      case .channel, .queue, .operator, .reason: (false, bars, false, bars.count * Self.barStep)
      case .week: (false, false, heat, 7 * Self.cell + 24)
      }
    return [
      "columns": kind.columns, "bars": kind.bars, "heat": kind.heat, "height": kind.height,
      "title": names.wording.text("reports.chart.\(breakdown.rawValue)"), "description": description,
      "legend": breakdown != .week && breakdown != .reason,
    ]
  }

  private var description: String {
    let counts = drawn.map { (names.name(of: $0.key), missed($0)) }
    guard let most = counts.max(by: { $0.1 < $1.1 }), most.1 > 0 else { return names.wording.text("reports.nothing") }
    return names.wording.text("reports.chart.most", ["name": most.0, "count": String(most.1)])
  }

  private func missed(_ row: ReportRow) -> Int {
    if case .reason(let reason) = row.key { return row.tally[reason] }
    return row.tally.missed
  }

  /// What nobody has taken yet is no operator's, and is not measured against theirs.
  private var drawn: [ReportRow] { report.rows.filter { $0.key != .operator(nil) } }

  private var most: Int { max(1, drawn.map(missed).max() ?? 1) }

  // MARK: Columns along the time

  private var columns: Fields {
    let (top, bottom) = (12, 200)
    let scale = Self.scale(upTo: most)
    let step = 100 / Double(max(1, report.rows.count))
    let size = step * 0.72
    func y(_ count: Int) -> Double { Double(bottom) - Double(bottom - top) * Double(count) / Double(scale.top) }
    let items = report.rows.enumerated().map { index, row -> Fields in
      let x = Double(index) * step + (step - size) / 2
      return [
        "x": Self.text(x), "width": Self.text(size), "middle": Self.text(x + size / 2),
        "missedY": Self.text(y(row.tally.missed)), "missedHeight": Self.text(Double(bottom) - y(row.tally.missed)),
        "recoveredY": Self.text(y(row.tally.recovered)),
        "recoveredHeight": Self.text(Double(bottom) - y(row.tally.recovered)),
        "label": Fields.optional(label(at: index, row.key)), "tip": tip(row),
      ]
    }
    let lines = stride(from: 0, through: scale.top, by: scale.step).map { count -> Fields in
      ["y": Self.text(y(count)), "text": names.count(count)]
    }
    return ["items": items, "lines": lines, "labelY": bottom + 18]
  }

  /// What stands below a column, if anything; on narrow screens it stands below fewer.
  private func label(at index: Int, _ key: ReportKey) -> Fields? {
    let every = max(1, Int((78 * Double(report.rows.count) / Self.widths.wide).rounded(.up)))
    guard index % every == 0 else { return nil }
    let next = Self.widths.narrow / Double(report.rows.count) * Double(every)
    return ["text": axis(key), "roomy": index / every % max(1, Int((78 / next).rounded(.up))) > 0]
  }

  private func axis(_ key: ReportKey) -> String {
    if case .day(let day) = key { return names.wording.time.day(day) }
    return names.name(of: key)
  }

  /// Round numbers for the lines: at most five steps of 1, 2 or 5 times a power of ten.
  static func scale(upTo most: Int) -> (top: Int, step: Int) {
    var power = 1
    while true {
      for step in [1, 2, 5].map({ $0 * power }) where step * 5 >= most {
        return ((most + step - 1) / step * step, step)
      }
      power *= 10
    }
  }

  // MARK: Bars one above the other

  private static let barStep = 42

  /// Each below its name, which so has the whole width.
  private var bars: [Fields] {
    drawn.prefix(Self.mostBars).enumerated().map { index, row in
      func size(_ count: Int) -> String { Self.text(100 * Double(count) / Double(most)) }
      let recovered: Int = if case .reason = row.key { 0 } else { row.tally.recovered }
      let name = names.name(of: row.key)
      return [
        "y": index * Self.barStep + 18, "nameY": index * Self.barStep + 13, "countY": index * Self.barStep + 31,
        "missed": size(missed(row)), "recovered": size(recovered), "count": names.count(missed(row)),
        "label": name.count > 36 ? name.prefix(35) + "…" : name, "tip": tip(row),
      ]
    }
  }

  private func tip(_ row: ReportRow) -> String {
    let name = names.name(of: row.key)
    if case .reason = row.key { return "\(name): \(missed(row))" }
    return names.wording.text(
      "reports.chart.tip",
      ["name": name, "missed": String(row.tally.missed), "recovered": String(row.tally.recovered)])
  }

  // MARK: The heat map

  private static let cell = 26

  private var heat: Fields {
    let cells = report.rows.compactMap { row -> Fields? in
      guard case .hourOfWeek(let weekday, let hour) = row.key else { return nil }
      let count = row.tally.missed
      // Five steps; whatever happened at all is to be seen.
      let level = count == 0 ? 0 : max(1, min(5, (count * 5 + most - 1) / most))
      return [
        "x": Self.text(Self.share(ofHour: hour)), "y": weekday * Self.cell + 20, "level": level,
        "tip": "\(names.name(of: row.key)): \(count)",
      ]
    }
    let days = (0..<7).map { weekday -> Fields in
      ["text": names.wording.text("weekday.d\(weekday)"), "y": weekday * Self.cell + 36]
    }
    let hours = stride(from: 0, to: 24, by: 3).map { hour -> Fields in
      ["text": hour, "x": Self.text(Self.share(ofHour: hour) + 50 / 24)]
    }
    return ["cells": cells, "days": days, "hours": hours]
  }

  private static func share(ofHour hour: Int) -> Double { 100 * Double(hour) / 24 }

  /// With two decimals, which is finer than any screen.
  private static func text(_ number: Double) -> String {
    let hundredths = Int((number * 100).rounded())
    let rest = abs(hundredths % 100)
    return rest == 0 ? String(hundredths / 100) : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
