import Foundation
import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct RegistryTests {
  @Test func `filters stand in the address, several values and all`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let activity = try await web.desk.missedChat()
      func found(_ query: String) async throws -> Int? {
        try await browser.json(.get, "/activities?\(query)", as: web.desk.ivan).count("activities")
      }
      #expect(try await found("status=Not+started,Completed&owner=none&messenger=Telegram&reason=no_answer") == 1)
      #expect(try await found("status=Completed&status=Canceled") == 0)
      #expect(try await found("owner=me") == 0)
      #expect(try await found("period=today") == 1)
      #expect(try await found("period=yesterday") == 0)
      #expect(try await found("from=2026-11-18&to=2026-11-18") == 1)
      #expect(try await found("from=2026-11-19") == 0)
      #expect(try await found("sort=due&q=%D0%BE%D0%BB%D0%B5%D0%BD%D0%B0") == 1)
      #expect(activity.status == .notStarted)
    }
  }

  @Test(arguments: [
    "owner=nobody-of-this-name", "period=soon", "from=2026-02-30", "to=x", "columns=shoe-size", "reason=moon",
    "sort=up",
    "q=\(String(repeating: "x", count: 201))", "status=Done", "queue=Nowhere",
  ])
  func `what is no filter is refused, and its field named`(query: String) async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.json(.get, "/activities?\(query)", as: web.desk.ivan)
      #expect(answer.status == 400)
      #expect(answer.string("error.field").map { query.hasPrefix($0) } == true)
    }
  }

  @Test func `Add filter puts its value beside the others in the address`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let answer = try await browser.page(
        "/activities?status=Completed&sort=due&add=status:In%20progress", as: web.desk.ivan)
      #expect(answer.status == 303)
      #expect(answer.headers[.location] == "/activities?status=Completed%2CIn%20progress&sort=due")
    }
  }

  @Test func `Add filter offers the reasons that there are, and an address may name the others`() async throws {
    try await withWeb(.sqlite) { web, browser in
      _ = try await web.desk.missedChat()
      let page = try await browser.page("/activities", as: web.desk.ivan)
      for reason in ["no_answer", "after_hours", "abandoned", "operator_silent"] {
        #expect(page.text.contains("\"reason:\(reason)\""), "\(reason)")
      }
      for reason in ["queue_full", "declined_by_all"] {
        #expect(!page.text.contains("\"reason:\(reason)\""), "\(reason)")
        #expect(
          try await browser.json(.get, "/activities?reason=\(reason)", as: web.desk.ivan).count("activities") == 0)
      }
    }
  }

  @Test func `the page counts, and the count is there for programs`() async throws {
    try await withWeb(.sqlite) { web, browser in
      _ = try await web.desk.missedChat()
      let count = try await browser.json(.get, "/activities/count?status=Not+started", as: web.desk.ivan)
      #expect(count.text == #"{"number":1,"exact":true,"text":"1","label":"1 activity"}"#)
      let page = try await browser.page("/activities", as: web.desk.ivan)
      #expect(page.text.contains("1 activity"))
    }
  }

  @Test func `the file for spreadsheets has all that the filter finds, and no formulas`() async throws {
    try await withWeb(.sqlite) { web, browser in
      for number in 1...3 { _ = try await web.desk.missedChat(from: "\(number)", name: "=1+\(number)") }
      let answer = try await browser.json(.get, "/activities.csv?sort=oldest", as: web.desk.ivan)
      #expect(answer.status == 200)
      #expect(answer.headers[.contentType] == "text/csv; charset=utf-8")
      let lines = answer.text.components(separatedBy: "\r\n")
      #expect(lines.count == 5 && lines[4].isEmpty)
      #expect(lines[0].hasPrefix("\u{FEFF}Subject,Type,Status,Contact,"))
      #expect(lines[1].contains(",'=1+1,Telegram,Sales,,2026-11-18 12:01,"))
      let others = try await browser.json(.get, "/activities.csv", as: web.desk.petro)
      #expect(others.text.components(separatedBy: "\r\n").count == 2)
    }
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=1", "'=1"), ("+1", "'+1"),
    ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "\"\t'=1\""), ("two\nlines", "\"two\nlines\""), ("", ""),
    ("=\"a\"", "\"'=\"\"a\"\"\""), ("a=b", "a=b"), ("2-3", "2-3"), ("a;b", "\"a;b\""),
    // Where `;` divides cells, what follows it begins one, also behind quotes that end up doubled.
    ("hi;=HYPERLINK(1)", "\"hi;'=HYPERLINK(1)\""), ("hi; \"=1", "\"hi; \"\"'=1\""), ("hi\n@x", "\"hi\n'@x\""),
  ])
  func `a cell is quoted where it must be, and never a formula`(text: String, cell: String) {
    #expect(CSV.cell(text) == cell)
  }

  @Test func `several are done with one request, and each outcome is told`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let (ivan, maria) = (web.desk.ivan, web.desk.maria)
      let free = try await web.desk.missedChat(from: "1", name: "Ірина").id
      let taken = try await web.desk.missedChat(from: "2", name: "Тарас").id
      _ = try await browser.json(.post, "/activities/\(taken)/acceptance", as: maria)
      let body = #"{"action":"complete","result":"spam","activities":["\#(free)","\#(taken)"]}"#
      let answer = try await browser.json(.post, "/activities/bulk", as: ivan, body)
      #expect(answer.status == 200)
      #expect(answer.string("summary") == "1 completed, 1 taken by Maria")
      #expect(answer.string("outcomes.0.outcome") == "done")
      #expect(answer.string("outcomes.1.by.name") == "Maria")
      let form = try await browser.form(
        "/activities/bulk", as: ivan, ["action": "cancel", "activities": free, "activities": taken])
      #expect(form.status == 200)
      #expect(form.text.contains("1 was closed already"))
      let none = try await browser.json(.post, "/activities/bulk", as: ivan, #"{"action":"cancel","activities":[]}"#)
      #expect(none.status == 400)
      let assigning = #"{"action":"assign","operator":"\#(maria.id)","activities":["\#(taken)"]}"#
      #expect(try await browser.json(.post, "/activities/bulk", as: ivan, assigning).status == 403)
      #expect(try await browser.json(.post, "/activities/bulk", as: web.desk.oksana, assigning).status == 200)
    }
  }

  @Test func `a view is saved, found in its maker's list, renamed and deleted`() async throws {
    try await withWeb(.sqlite) { web, browser in
      let ivan = web.desk.ivan
      let saved = try await browser.json(
        .post, "/views", as: ivan, #"{"name":"Waiting","query":"sort=due&status=Not+started"}"#)
      #expect(saved.status == 200)
      #expect(saved.string("query") == "status=Not%20started&sort=due")
      let id = try #require(saved.string("id"))
      let page = try await browser.page("/activities?status=Not+started&sort=due", as: ivan)
      #expect(page.text.contains(">Waiting</a>"))
      #expect(try await browser.json(.get, "/views", as: web.desk.maria).count("views") == 0)
      #expect(try await browser.json(.delete, "/views/\(id)", as: web.desk.maria).status == 404)
      #expect(try await browser.json(.patch, "/views/\(id)", as: ivan, #"{"name":"Late"}"#).string("name") == "Late")
      #expect(try await browser.json(.delete, "/views/\(id)", as: ivan).status == 200)
      let wrong = try await browser.json(.post, "/views", as: ivan, #"{"name":"X","query":"status=Done"}"#)
      #expect(wrong.status == 400)
      let shared = try await browser.json(.post, "/views", as: ivan, #"{"name":"X","query":"","shared":true}"#)
      #expect(shared.status == 403)
    }
  }

  @Test func `columns are chosen in the address, and head and body agree`() async throws {
    try await withWeb(.sqlite) { web, browser in
      _ = try await web.desk.missedChat()
      let page = try await browser.page("/activities?columns=created,result", as: web.desk.ivan)
      #expect(page.text.contains(#"class="activities registry with-created with-result""#))
      let heads = page.text.components(separatedBy: "<th ").count
      let cells = try #require(page.text.components(separatedBy: "<tr id=\"activity-").last)
        .components(separatedBy: "</tr>")[0].components(separatedBy: "<td ").count
      #expect(heads == cells)
    }
  }
}
