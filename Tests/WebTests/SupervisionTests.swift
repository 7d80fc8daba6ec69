import Recovery
import Storage
import TestSupport
import Testing

@testable import Web

@Suite struct SupervisionTests {
  @Test(arguments: Engine.available)
  func `A button gives away only what its row showed`(_ engine: Engine) async throws {
    try await withWeb(engine) { web, browser in
      let desk = web.desk
      let activity = try await desk.missedChat()
      let shown = try await browser.page("/supervision", as: desk.oksana)
      #expect(shown.text.contains(#"name="activity" value="\#(activity.id)~""#))
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)

      let late = try await browser.form(
        "/supervision/assignments", as: desk.oksana, ["activity": "\(activity.id)~", "operator": desk.petro.id])

      #expect(late.status == 409)
      #expect(late.text.contains("Ivan has this task by now"))
      #expect(try await desk.open().first?.acceptance?.by == desk.ivan.reference)
      let anew = try await browser.page("/supervision", as: desk.oksana)
      let value = "\(activity.id)~\(desk.ivan.id)"
      #expect(anew.text.contains(#"name="activity" value="\#(value)""#))
      let given = try await browser.form(
        "/supervision/assignments", as: desk.oksana, ["activity": value, "operator": desk.petro.id])
      #expect(given.status == 303)
      #expect(try await desk.open().first?.owner == desk.petro.reference)
    }
  }

  @Test(arguments: Engine.available)
  func `A program that says whom it saw is told who has it by now, another takes it from anybody`(
    _ engine: Engine
  ) async throws {
    try await withWeb(engine) { web, browser in
      let desk = web.desk
      let activity = try await desk.missedChat()
      _ = try await desk.recovery.accept(activity.id, by: desk.ivan)
      let path = "/activities/\(activity.id)/assignment"

      let late = try await browser.json(
        .put, path, as: desk.oksana, #"{"operator":"\#(desk.petro.id)","seen.owner":""}"#)

      #expect((late.status, late.code) == (409, "given_meanwhile"))
      #expect(late.string("error.takenBy.name") == "Ivan")
      #expect(
        late.string("error.message") == "Not given: Ivan has this task by now. Choose again if you still want to.")
      let given = try await browser.json(.put, path, as: desk.oksana, #"{"operator":"\#(desk.petro.id)"}"#)
      #expect(given.string("owner.name") == "Petro")
    }
  }
}
