import Recovery
import Testing

struct WorkingHoursTests {
  private static func kyiv(_ iso: Int64) -> Timestamp { Timestamp(milliseconds: iso * 1000) }

  /// Moments of the week of Monday 2026-03-23, around the beginning of summer time on Sunday the 29th.
  @Test(arguments: [
    (1_774_249_140, false),  // Monday 08:59:00 in Kyiv (UTC+2)
    (1_774_249_200, true),  // Monday 09:00
    (1_774_281_599, true),  // Monday 17:59:59
    (1_774_281_600, false),  // Monday 18:00
    (1_774_695_600, false),  // Saturday 13:00
    (1_774_850_340, false),  // Monday after, 08:59 in Kyiv (UTC+3)
    (1_774_850_400, true),  // Monday after, 09:00 in summer time
  ])
  func `hours follow the zone, also across the change to summer time`(seconds: Int64, open: Bool) throws {
    let hours = try WorkingHours(zone: "Europe/Kyiv", spans: ["mon-fri": "09:00-18:00"])
    #expect(hours.isOpen(at: Timestamp(milliseconds: seconds * 1000)) == open)
  }

  @Test func `hours are read back from their own text`() throws {
    let hours = try WorkingHours(
      zone: "Europe/Kyiv", spans: ["mon-fri": "09:00-13:00, 14:00-18:00", "sat": "10:00-24:00"])
    #expect(try WorkingHours(text: hours.text) == hours)
  }

  @Test(arguments: [
    ["mon-fri": "9-18"], ["noday": "09:00-18:00"], ["mon": "18:00-09:00"], ["fri-mon": "09:00-18:00"],
    ["mon": "09:00"], ["mon": "25:00-26:00"],
  ])
  func `what is not understood is refused`(spans: [String: String]) {
    #expect(throws: InvalidInput.self) { try WorkingHours(zone: "Europe/Kyiv", spans: spans) }
  }

  @Test func `an unknown time zone is refused`() {
    #expect(throws: InvalidInput.self) { try WorkingHours(zone: "Europe/Nowhere", spans: [:]) }
  }
}
