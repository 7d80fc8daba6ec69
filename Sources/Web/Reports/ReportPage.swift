import Recovery

/// A report put into a template's values.
struct ReportPage {
  let query: ReportQuery
  let report: Report
  let viewer: Operator
  let directory: Directory
  let wording: Wording

  private var names: ReportNames { ReportNames(directory: directory, wording: wording) }
  private var breakdown: ReportBreakdown { query.question.breakdown }

  var fields: Fields {
    var fields: Fields = [
      "own": !viewer.seesEverything, "by": query.values["by"] ?? "", "filters": filters, "figures": figures,
      "breakdowns": breakdowns, "heading": wording.text("reports.by.\(breakdown.rawValue)"), "days": days,
      "csv": query.address("/reports.csv"), "some": report.totals.missed > 0, "table": false, "reasons": false,
      "week": false, "counting": Fields.optional(counting), "cut": Fields.optional(cut),
      "chart": ReportChart(report: report, breakdown: breakdown, names: names).fields,
    ]
    switch breakdown {
    case .week: fields["week"] = week
    case .reason: fields["reasons"] = ["rows": reasons] as Fields
    case .day, .hour, .channel, .queue, .operator:
      fields["table"] = ["column": wording.text("reports.column.\(breakdown.rawValue)"), "rows": rows] as Fields
    }
    return fields
  }

  private var days: String {
    let (first, last) = (wording.time.day(report.days.lowerBound), wording.time.day(report.days.upperBound))
    return first == last ? first : "\(first) – \(last)"
  }

  /// How far the history is counted, while it is not wholly.
  private var counting: String? {
    guard report.countedPercent < 100 else { return nil }
    return wording.text("reports.counting", ["count": String(report.countedPercent)])
  }

  private var cut: String? {
    guard report.rowCount > report.rows.count else { return nil }
    return wording.text("reports.cut", ["shown": String(report.rows.count), "count": String(report.rowCount)])
  }

  private var filters: Fields {
    let periods = ReportQuery.periods.map(\.name) + [ReportQuery.custom]
    let isCustom = query.period == ReportQuery.custom
    let (queue, channel) = (query.question.queueID, query.question.channelID)
    let any = Choice("", wording.text("filter.any"), selected: false)
    let channels = directory.channels.values.byName()
    return [
      "period": periods.map {
        Choice($0, wording.text("reports.period.\($0)"), selected: query.period == $0).fields
      },
      "from": isCustom ? report.days.lowerBound.text : "", "to": isCustom ? report.days.upperBound.text : "",
      "queue": ([any] + directory.queues(of: viewer).map { Choice($0.id, $0.name, selected: queue == $0.id) })
        .map(\.fields),
      "channel": ([any] + channels.map { Choice($0.id, $0.name, selected: channel == $0.id) }).map(\.fields),
    ]
  }

  private var breakdowns: [Fields] {
    ReportBreakdown.allCases.map { one in
      [
        "text": wording.text("reports.by.\(one.rawValue)"), "current": one == breakdown,
        "href": query.address("/reports", ["by": one == .day ? nil : one.rawValue]),
      ]
    }
  }

  private var figures: Fields {
    figures(of: report.totals).merging([
      "withoutActivity": names.count(report.totals.withoutActivity), "withoutSome": report.totals.withoutActivity > 0,
      "taken": report.totals.taken,
    ])
  }

  private func figures(of tally: ReportTally) -> Fields {
    [
      "missed": names.count(tally.missed), "recovered": names.count(tally.recovered),
      "share": names.percent(tally.share),
      "pickUp": names.span(tally.pickUp.percentile(0.5)), "pickUpMost": names.span(tally.pickUp.percentile(0.9)),
      "reply": names.span(tally.firstReply.percentile(0.5)),
      "replyMost": names.span(tally.firstReply.percentile(0.9)),
    ]
  }

  private var rows: [Fields] {
    report.rows.map { row in
      figures(of: row.tally).merging([
        "name": names.name(of: row.key), "href": Fields.optional(address(of: row.key)),
      ])
    }
  }

  /// Where a row leads: to the same report about it alone.
  private func address(of key: ReportKey) -> String? {
    switch key {
    case .day(let day):
      query.address(
        "/reports", ["by": "hour", "period": ReportQuery.custom, "from": day.text, "to": day.text])
    case .queue(let id?): query.address("/reports", ["by": nil, "queue": id])
    case .channel(let id?): query.address("/reports", ["by": nil, "channel": id])
    default: nil
    }
  }

  private var reasons: [Fields] {
    let missed = report.totals.missed
    return report.rows.compactMap { row in
      guard case .reason(let reason) = row.key else { return nil }
      let count = row.tally[reason]
      return [
        "name": names.name(of: row.key), "missed": names.count(count),
        "share": names.percent(missed > 0 ? Double(count) / Double(missed) : nil),
      ]
    }
  }

  /// Hours as rows, days of the week as columns.
  private var week: Fields {
    let days = (0..<7).map { ["name": wording.text("weekday.d\($0)")] as Fields }
    let hours = (0..<24).map { hour -> Fields in
      let cells = (0..<7).map { weekday in
        ["count": names.count(report.rows[weekday * 24 + hour].tally.missed)] as Fields
      }
      return ["name": names.hour(hour), "cells": cells]
    }
    return ["days": days, "hours": hours]
  }
}
