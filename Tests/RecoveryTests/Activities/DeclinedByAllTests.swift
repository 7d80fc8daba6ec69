import Recovery
import Storage
import Testing
import TestSupport

@Suite struct DeclinedByAllTests {
  @Test(arguments: Engine.available)
  func `what the supervisors decline as well was declined by everybody once`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      for person in [desk.ivan, desk.maria, desk.oksana, desk.anna] {
        #expect(try await desk.recovery.decline(activity.id, reason: "", by: person) == .declined)
      }

      #expect(try await desk.steps(of: activity).filter { $0 == .declinedByAll }.count == 1)
      for person in [desk.oksana, desk.anna] {
        #expect(try await desk.messages(of: person).map(\.what) == [.declinedByAll])
        #expect(try await desk.recovery.notifications(for: person).count == 0)
      }
    }
  }

  @Test(arguments: Engine.available)
  func `offered anew and declined by everybody again, it is told again`(engine: Engine) async throws {
    try await withDesk(on: engine) { desk in
      let activity = try await desk.missedChat()
      for _ in 0..<2 {
        for person in [desk.ivan, desk.maria] {
          _ = try await desk.recovery.decline(activity.id, reason: "", by: person)
        }
        _ = try await desk.recovery.accept(activity.id, by: desk.oksana)
        _ = try await desk.recovery.giveBack(activity.id, by: desk.oksana)
      }

      #expect(try await desk.messages(of: desk.oksana).map(\.what) == [.declinedByAll, .declinedByAll])
    }
  }
}
