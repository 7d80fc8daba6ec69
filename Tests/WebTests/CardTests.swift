import Recovery
import struct Recovery.Attachment
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct CardTests {
  @Test(arguments: Engine.available)
  func `Who saves second gets both values and who saved the other`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      let path = "/activities/\(activity.id)"
      let seen = try #require(activity.prints[.notes])
      let ivans = try await browser.json(.patch, path, as: web.desk.ivan, #"{"seen.notes":"\#(seen)","notes":"noon"}"#)
      #expect(ivans.status == 200)
      let marias = try await browser.json(.patch, path, as: web.desk.maria, #"{"seen.notes":"\#(seen)","notes":"ten"}"#)
      #expect(marias.status == 409)
      #expect(marias.code == "conflicting")
      #expect(marias.string("error.conflicts.0.field") == "notes")
      #expect(marias.string("error.conflicts.0.mine") == "ten")
      #expect(marias.string("error.conflicts.0.theirs") == "noon")
      #expect(marias.string("error.conflicts.0.by.name") == "Ivan")
      let form = try await browser.form(
        path, as: web.desk.maria, ["_method": "PATCH", "seen.notes": seen, "notes": "ten", "subject": "Mine"])
      #expect(form.status == 409)
      #expect(form.text.contains(">ten</textarea>"))
      #expect(form.text.contains(#"value="Mine""#))
      let theirs = try await browser.form(
        path, as: web.desk.maria,
        ["_method": "PATCH", "seen.notes": seen, "notes": "ten", "subject": "Mine", "take.notes": "theirs"])
      #expect(theirs.status == 303)
      let saved = try #require(try await web.recovery.activity(activity.id, for: web.desk.maria))
      #expect((saved.subject, saved.notes) == ("Mine", "noon"))
    }
  }

  @Test(arguments: Engine.available)
  func `Who completes and is asked what stays completes it with the answer`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let activity = try await web.desk.missedChat()
      let path = "/activities/\(activity.id)"
      _ = try await web.recovery.accept(activity.id, by: web.desk.ivan)
      let seen = try #require(try await web.recovery.activity(activity.id, for: web.desk.ivan)).prints
      let (status, notes) = (seen[.status] ?? "", seen[.notes] ?? "")
      #expect(try await browser.json(.patch, path, as: web.desk.anna, #"{"notes":"noon"}"#).status == 200)
      _ = try await web.recovery.giveBack(activity.id, by: web.desk.ivan)
      let button = #"form="activity-form" name="complete" value="yes">"#
      let saving = try await browser.form(
        path, as: web.desk.ivan, ["_method": "PATCH", "seen.notes": notes, "notes": "ten"])
      #expect(saving.status == 409 && !saving.text.contains(button))
      let asked = try await browser.form(
        path, as: web.desk.ivan,
        [
          "_method": "PATCH", "seen.status": status, "status": "in_progress", "seen.notes": notes, "notes": "ten",
          "complete": "yes",
        ])
      // The status itself is in question, so that nothing is promised.
      #expect(asked.status == 409 && asked.text.contains(button + "Save<"))
      let now = try #require(try await web.recovery.activity(activity.id, for: web.desk.ivan)).prints
      let answered = try await browser.form(
        path, as: web.desk.ivan,
        [
          "_method": "PATCH", "seen.status": now[.status] ?? "", "status": "in_progress", "take.status": "mine",
          "seen.notes": now[.notes] ?? "", "notes": "ten", "take.notes": "mine", "complete": "yes",
        ])
      #expect(answered.status == 303)
      let saved = try #require(try await web.recovery.activity(activity.id, for: web.desk.ivan))
      #expect((saved.status, saved.notes) == (.completed, "ten"))
    }
  }

  @Test(arguments: Engine.available)
  func `Priority, due and reminder are saved; what is none is refused at its field`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let ivan = web.desk.ivan
      let path = "/activities/\(try await web.desk.missedChat().id)"
      let saved = try await browser.json(
        .patch, path, as: ivan,
        #"{"priority":"High","dueAt":"2026-11-20T08:00:00Z","reminder":"2026-11-19T12:30","resultDetails":"x"}"#)
      #expect(saved.string("priority") == "High")
      #expect(saved.string("dueAt") == "2026-11-20T08:00:00.000Z")
      #expect(saved.string("remindAt") == "2026-11-19T10:30:00.000Z")
      #expect(saved.string("resultDetails") == "x")
      #expect(try await browser.json(.patch, path, as: ivan, #"{"remindAt":null}"#)["remindAt"] == .null)
      for (body, field) in [
        (#"{"priority":"Urgent"}"#, "priority"), (#"{"due":""}"#, "due"), (#"{"due":"soon"}"#, "due"),
        (#"{"dueAt":"2026-02-29T10:00"}"#, "due"), (#"{"dueAt":"2026-02-30T10:00:00Z"}"#, "due"),
        (#"{"reminder":"2026-13-01T00:00"}"#, "reminder"),
        (#"{"resultDetails":"\#(String(repeating: "x", count: 2001))"}"#, "result_details"),
      ] {
        let refused = try await browser.json(.patch, path, as: ivan, body)
        #expect(refused.status == 400)
        #expect(refused.string("error.field") == field)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `Lines end alike, whoever sends them`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let ivan = web.desk.ivan
      let path = "/activities/\(try await web.desk.missedChat().id)"
      let long = String(repeating: "\r\n", count: Recovery.longestDetails - 2)
      let body = #"{"notes":"one\r\ntwo","resultDetails":"a\#(long.replacing("\r\n", with: #"\r\n"#))b"}"#
      let sent = try await browser.json(.patch, path, as: ivan, body)
      #expect(sent.string("notes") == "one\ntwo")
      #expect(sent.string("resultDetails")?.utf8.count == Recovery.longestDetails)
      let form = try await browser.form(path, as: ivan, ["_method": "PATCH", "notes": "three\r\nfour"])
      #expect(form.status == 303)
      #expect(try await browser.json(.get, path, as: ivan).string("notes") == "three\nfour")
    }
  }

  @Test(arguments: [
    ("2026-11-19T12:30", "2026-11-19T10:30:00.000Z"), ("2026-07-01T00:00", "2026-06-30T21:00:00.000Z"),
    ("2024-02-29T23:59:59", "2024-02-29T21:59:00.000Z"), ("2026-11-19T12:30:00Z", "2026-11-19T12:30:00.000Z"),
    ("2026-11-19T12:30:00.250+02:00", "2026-11-19T10:30:00.250Z"),
  ])
  func `Times are entered by the operator's clock`(entered: String, meant: String) {
    #expect(TimeText(.english, zone: "Europe/Kyiv").moment(entered: entered)?.iso8601 == meant)
  }

  @Test(arguments: [
    "", "now", "2026-11-19", "2026-00-19T12:30", "2026-11-19T24:00", "2026-11-19 12:30",
    "2026-02-29T10:00", "2026-02-30T10:00:00Z", "2026-04-31T10:00:00.250+02:00", "2026-13-01T10:00:00Z",
    "2026-11-19T12:30:75",
  ])
  func `What is no time is none`(entered: String) {
    #expect(TimeText(.english, zone: nil).moment(entered: entered) == nil)
  }

  @Test func `A file is shown in place only where it can do no harm`() {
    func attachment(_ kind: Attachment.Kind, _ type: String, name: String = "") -> Attachment {
      Attachment(
        id: "1", messageID: "1",
        announced: InboundAttachment(kind: kind, externalID: "x", name: name, mediaType: type))
    }
    #expect(attachment(.photo, "text/html").shownType == "image/jpeg")
    #expect(attachment(.voice, "audio/ogg").shownType == "audio/ogg")
    #expect(attachment(.voice, "text/html").shownType == "audio/ogg")
    #expect(attachment(.audio, "text/html").shownType == nil)
    #expect(attachment(.document, "image/svg+xml").shownType == nil)
    #expect(attachment(.video, "video/mp4").shownType == nil)
    #expect(attachment(.document, "", name: "../a\"b\r\n.pdf").fileName == "..ab.pdf")
  }
}
