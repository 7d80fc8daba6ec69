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

  @Test(arguments: [
    ("Europe/Kyiv", "mon-fri", "09:00-13:00, 14:00-18:00", 1_774_281_600),  // Monday 18:00
    ("Europe/Kyiv", "mon-fri", "09:00-13:00, 14:00-18:00", 1_774_264_000),  // Monday 13:06
    ("Europe/Kyiv", "mon-fri", "09:00-18:00", 1_774_627_200),  // Friday 18:00, the clock is changed before Monday
    ("Europe/Kyiv", "mon-fri", "09:00-18:00", 1_792_854_000),  // Saturday before it is changed back
    ("Europe/Kyiv", "sun", "03:30-05:00", 1_774_740_000),  // a beginning that is skipped
    ("Europe/Kyiv", "sun", "03:10-03:40", 1_774_740_000),  // all of it is skipped
    ("Europe/Kyiv", "sun", "03:00-03:30", 1_792_888_200),  // the hour is shown once more
    ("America/New_York", "sat,sun", "00:00-01:30", 1_793_511_900),  // likewise, 01:45
    ("Australia/Lord_Howe", "sun", "02:00-03:00", 1_791_032_400),  // changed by half an hour
    ("Pacific/Apia", "mon", "00:00-24:00", 1_774_335_540),
    ("UTC", "wed", "12:00-12:01", 1_774_440_060),  // Wednesday 12:01: a week all but a minute
  ])
  func `it opens next in the first minute in which it is open`(
    zone: String, days: String, spans: String, seconds: Int64
  ) throws {
    let hours = try WorkingHours(zone: zone, spans: [days: spans])
    let moment = Timestamp(milliseconds: seconds * 1000)
    #expect(!hours.isOpen(at: moment))

    let first = (0...15 * 24 * 60).lazy.map { moment + .seconds($0 * 60) }.first { hours.isOpen(at: $0) }

    let whole = try #require(first).milliseconds / 60_000 * 60_000
    #expect(hours.nextOpening(from: moment) == Timestamp(milliseconds: whole))
  }

  @Test func `what is open opens at once, and what has no hours never`() throws {
    let moment = Self.kyiv(1_774_249_200)
    #expect(try WorkingHours(zone: "Europe/Kyiv", spans: ["mon": "09:00-10:00"]).nextOpening(from: moment) == moment)
    #expect(try WorkingHours(zone: "Europe/Kyiv", spans: [:]).nextOpening(from: moment) == nil)
  }

  @Test func `hours are read back from their own text`() throws {
    let hours = try WorkingHours(
      zone: "Europe/Kyiv", spans: ["mon-fri": "09:00-13:00, 14:00-18:00", "sat": "10:00-24:00"])
    #expect(try WorkingHours(text: hours.text) == hours)
  }

  @Test func `a day that is named by itself has its own hours, whatever the week has`() throws {
    let week = ["mon-fri": "09:00-18:00", "mon-sun": "00:00-24:00", "tue,wed": "10:00-15:00", "fri": ""]
    let hours = try WorkingHours(zone: "Europe/Kyiv", spans: week)
    let (usual, short) = (540..<1080, 600..<900)
    #expect(hours.week == [[usual], [short], [short], [usual], [], [0..<1440], [0..<1440]])
  }

  @Test(arguments: [
    ["mon-wed": "09:00-18:00", "wed-fri": "10:00-15:00"], ["mon-fri": "9-18"], ["noday": "09:00-18:00"],
    ["mon": "18:00-09:00"], ["fri-mon": "09:00-18:00"],
    ["mon": "09:00"], ["mon": "25:00-26:00"],
  ])
  func `what is not understood is refused`(spans: [String: String]) {
    #expect(throws: InvalidInput.self) { try WorkingHours(zone: "Europe/Kyiv", spans: spans) }
  }

  @Test func `an unknown time zone is refused`() {
    #expect(throws: InvalidInput.self) { try WorkingHours(zone: "Europe/Nowhere", spans: [:]) }
  }
}
