import Foundation
import Recovery
import Testing

@testable import Web

@Suite struct TextTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (1_795_377_600_123, "2026-11-22T20:00:00.123Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (4_102_444_799_999, "2099-12-31T23:59:59.999Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
  ])
  func `Moments are written to the millisecond`(_ milliseconds: Int64, _ text: String) {
    #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
  }

  @Test func `People read the time of their zone`() {
    let moment = Timestamp(milliseconds: 1_777_890_667_120)
    #expect(TimeText(.english, zone: "Europe/Kyiv").text(moment) == "4 May 2026, 13:31")
    #expect(TimeText(.ukrainian, zone: "Europe/Kyiv").text(moment) == "4 травня 2026, 13:31")
    #expect(TimeText(.english, zone: nil).text(moment) == "4 May 2026, 10:31 UTC")
  }

  @Test func `What is written as JSON is read as it was`() throws {
    let texts = ["", "plain", "\"quoted\" \\ back", "line\nline\ttab\r", "\u{0}\u{1}\u{1F}", "Олена 👩🏽‍💻", "</script>"]
    var writer = JSONWriter()
    writer.object { json in
      json.member("texts", array: texts) { $0.string($1) }
      json.member("number", -5)
      json.member("absent", nil as String?)
      json.member("empty", object: { _ in })
    }
    let read = try #require(JSONValue(text: Data(writer.bytes)))
    let expected: JSONValue = .object([
      "texts": .array(texts.map { .string($0) }), "number": .integer(-5), "absent": .null, "empty": .object([:]),
    ])
    #expect(read == expected)
  }

  @Test func `Forms are read as browsers write them`() throws {
    let fields = try FormFields.parse("a=1+2&b=%D0%9E%26&c&=x&a=3")
    #expect(fields.map(\.0) == ["a", "b", "c", "", "a"])
    #expect(fields.map(\.1) == ["1 2", "О&", "", "x", "3"])
    for broken in ["a=%", "a=%1", "a=%zz", "a=%ff"] {
      #expect(throws: WebError.self) { try FormFields.parse(broken) }
    }
  }

  @Test func `Only so much is allowed within a window, and old keys are forgotten`() throws {
    let limit = RateLimit(3, per: .seconds(60), capacity: 2)
    let now = Timestamp(milliseconds: 1_000_000)
    for _ in 0..<3 { try limit.count("a", at: now) }
    #expect(throws: WebError.self) { try limit.count("a", at: now) }
    try limit.count("b", at: now)
    #expect(throws: WebError.self) { try limit.count("a", at: now + .seconds(61)) }
    try limit.count("a", at: now + .seconds(200))
  }
}
