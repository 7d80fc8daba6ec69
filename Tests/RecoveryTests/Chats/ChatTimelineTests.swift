import Recovery
import Testing

struct ChatTimelineTests {
  let noon = Timestamp(milliseconds: 1_794_996_000_000)
  let rule = MissedRule(answerWithin: .seconds(60))

  private func after(_ seconds: Int) -> Timestamp { noon + .seconds(seconds) }

  private func timeline(_ events: ChatTimeline.Event..., rule: MissedRule? = nil) -> (ChatTimeline, [MissedReason]) {
    var timeline = ChatTimeline()
    let reasons = events.compactMap { timeline.apply($0, rule: rule ?? self.rule) }
    return (timeline, reasons)
  }

  @Test(arguments: [(59, false), (60, true), (61, true)])
  func `a chat is missed from the second on at which its time is over`(seconds: Int, missed: Bool) {
    let (_, reasons) = timeline(.wrote(noon), .clock(after(seconds)))
    #expect(reasons == (missed ? [.noAnswer] : []))
  }

  @Test func `an answer stops the clock`() {
    let (chat, reasons) = timeline(.wrote(noon), .answered, .clock(after(600)))
    #expect(reasons.isEmpty)
    #expect(chat.state == .answered)
    #expect(chat.dueAt == nil)
  }

  @Test func `the clock runs from the first unanswered message`() {
    let (chat, _) = timeline(.wrote(noon), .wrote(after(30)), .wrote(after(50)))
    #expect(chat.firstUnansweredAt == noon)
    #expect(chat.dueAt == after(60))
  }

  @Test func `after an answer the clock starts anew with the next message`() {
    let (chat, _) = timeline(.wrote(noon), .answered, .wrote(after(100)))
    #expect(chat.dueAt == after(160))
  }

  @Test func `a miss is told once`() {
    let (chat, reasons) = timeline(.wrote(noon), .clock(after(60)), .clock(after(61)), .clock(after(600)))
    #expect(reasons == [.noAnswer])
    #expect(chat.missedAt == after(60))
  }

  @Test func `a customer who writes again after a miss is missed again, after the same time`() {
    let (chat, reasons) = timeline(
      .wrote(noon), .clock(after(60)), .wrote(after(100)), .clock(after(159)), .clock(after(160)))
    #expect(reasons == [.noAnswer, .noAnswer])
    #expect(chat.firstUnansweredAt == noon)
  }

  @Test(arguments: [(9, []), (10, [MissedReason.abandoned])])
  func `a customer who leaves is missed when they do not come back at once`(
    seconds: Int, expected: [MissedReason]
  ) {
    let (_, reasons) = timeline(.wrote(noon), .left(after(5)), .clock(after(5 + seconds)))
    #expect(reasons == expected)
  }

  @Test func `a customer who reloads the page has not left`() {
    let (chat, reasons) = timeline(.wrote(noon), .left(after(5)), .returned, .clock(after(59)))
    #expect(reasons.isEmpty)
    #expect(chat.dueAt == after(60))
  }

  @Test func `leaving just before the time is over changes nothing about the reason`() {
    let (_, reasons) = timeline(.wrote(noon), .left(after(55)), .clock(after(60)))
    #expect(reasons == [.noAnswer])
  }

  @Test func `a customer who leaves after the answer is not missed`() {
    let (_, reasons) = timeline(.wrote(noon), .answered, .left(after(5)), .clock(after(600)))
    #expect(reasons.isEmpty)
  }

  @Test func `after hours a chat is missed at its first message, and its further ones are gathered`() throws {
    // 12:00 in Kyiv is outside of these hours.
    let hours = try WorkingHours(zone: "Europe/Kyiv", spans: ["mon-fri": "14:00-18:00"])
    let rule = MissedRule(answerWithin: .seconds(60), hours: hours)
    let (chat, reasons) = timeline(
      .wrote(noon), .wrote(after(5)), .wrote(after(10)), .clock(after(64)), .clock(after(65)), rule: rule)
    #expect(reasons == [.afterHours, .afterHours])
    #expect(chat.missedAt == after(65))
  }

  @Test func `whoever goes on writing does not put the next miss off`() {
    let (_, reasons) = timeline(
      .wrote(noon), .clock(after(60)), .wrote(after(100)), .wrote(after(150)), .clock(after(160)))
    #expect(reasons == [.noAnswer, .noAnswer])
  }

  @Test func `an answer that did not arrive lets the customer wait again`() {
    let (chat, reasons) = timeline(.wrote(noon), .answered, .undelivered(after(30)), .clock(after(90)))
    #expect(chat.state == .waiting)
    #expect(reasons == [.noAnswer])
  }

  @Test func `a closed chat is not missed`() {
    let (chat, reasons) = timeline(.wrote(noon), .closed, .clock(after(600)))
    #expect(reasons.isEmpty)
    #expect(chat.state == .closed)
  }
}
