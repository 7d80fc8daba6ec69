import Recovery
import Storage
import Testing
import TestSupport

@testable import Web

@Suite struct ReportTests {
  @Test(arguments: ["day", "hour", "week", "channel", "queue", "operator", "reason"])
  func `Each report is a page, JSON and a file`(by: String) async throws {
    try await withWeb(.sqlite) { web, browser in
      try await web.answeredChat()
      let page = try await browser.page("/reports?by=\(by)", as: web.desk.oksana)
      #expect(page.status == 200 && page.text.contains("<svg class=\"chart\"") && page.text.contains("class=\"report"))
      #expect(!page.text.contains("style=") && !page.text.contains(/reports\.[a-z]+\./))
      let json = try await browser.json(.get, "/reports?by=\(by)", as: web.desk.oksana)
      #expect(json["totals.missed"] == .integer(1) && json["totals.recovered"] == .integer(1))
      #expect((json.count("rows") ?? 0) > 0)
      let file = try await browser.page("/reports.csv?by=\(by)", as: web.desk.oksana)
      #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
      #expect(file.text.split(separator: "\r\n").count > 1)
    }
  }

  @Test func `The period, the queue and the channel stay in the addresses of the page`() async throws {
    try await withWeb(.sqlite) { web, browser in
      try await web.answeredChat()
      let filter = "period=8w&queue=\(web.desk.sales.id)&channel=\(web.desk.bot.id)"
      let page = try await browser.page("/reports?\(filter)", as: web.desk.oksana)
      #expect(page.text.contains("href=\"/reports.csv?\(filter.replacing("&", with: "&amp;"))\""))
      #expect(page.text.contains("href=\"/reports?by=operator&amp;\(filter.replacing("&", with: "&amp;"))\""))
    }
  }

  @Test func `Operators see their own figures`() async throws {
    try await withWeb(.sqlite) { web, browser in
      try await web.answeredChat()
      let own = try await browser.json(.get, "/reports", as: web.desk.ivan)
      let others = try await browser.json(.get, "/reports", as: web.desk.maria)
      #expect(own["totals.missed"] == .integer(1) && others["totals.missed"] == .integer(0))
    }
  }

  @Test(arguments: [
    ("by=nothing", "by"), ("period=12w", "period"), ("period=custom", "from"), ("from=2026-02-30", "from"),
    ("from=2026-11-02&to=2026-11-01", "to"), ("from=2020-01-01&to=2026-01-01", "to"), ("queue=none", "queue"),
    ("channel=none", "channel"),
  ])
  func `What makes no sense is refused with its field`(query: String, field: String) async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.json(.get, "/reports?\(query)", as: web.desk.oksana)
      #expect(answer.status == 400 && answer.string("error.field") == field)
    }
  }

  @Test func `The lines of a chart are at round numbers`() {
    #expect(ReportChart.scale(upTo: 1) == (1, 1))
    #expect(ReportChart.scale(upTo: 5) == (5, 1))
    #expect(ReportChart.scale(upTo: 42) == (50, 10))
    #expect(ReportChart.scale(upTo: 1234) == (1500, 500))
  }
}

extension WebDesk {
  /// Олена is missed, Ivan answers her, and everything is counted.
  fileprivate func answeredChat() async throws {
    let activity = try await desk.missedChat()
    _ = try await recovery.accept(activity.id, by: desk.ivan)
    _ = try await recovery.reply(to: activity.chatID, text: "Вітаю!", by: desk.ivan)
    _ = try await recovery.sendOutbox(through: [.telegram: RecordingSender()])
    while try await recovery.countHistory() {}
  }
}
