import Testing
import TestSupport

@testable import Recovery

@Suite struct SignInAttemptsTests {
  private let attempts = SignInAttempts()
  private let time = TestTime()

  @Test func `ten from one address lock nobody out who comes from another`() {
    for _ in 0..<10 { #expect(wait(for: "ivan", from: "far") == nil) }
    #expect(wait(for: "ivan", from: "far") == .seconds(300))
    #expect(wait(for: "maria", from: "far") == nil)
    #expect(wait(for: "ivan", from: "here") == nil)
  }

  @Test func `a hundred from many addresses are too many for a login`() {
    for number in 0..<100 { #expect(wait(for: "ivan", from: "address \(number)") == nil) }
    #expect(wait(for: "ivan", from: "another") == .seconds(300))
    time.advance(by: .seconds(300))
    #expect(wait(for: "ivan", from: "another") == nil)
  }

  @Test func `what was right or could not be tried does not count`() {
    for _ in 0..<200 {
      #expect(wait(for: "ivan", from: "here") == nil)
      attempts.succeeded(.init(login: "ivan", address: "here"))
      #expect(wait(for: "ivan", from: "here") == nil)
      attempts.withdraw(.init(login: "ivan", address: "here"))
    }
  }

  @Test func `who waits does not put the end off by trying`() {
    for _ in 0..<10 { _ = wait(for: "ivan", from: "far") }
    time.advance(by: .seconds(200))
    #expect(wait(for: "ivan", from: "far") == .seconds(100))
    time.advance(by: .seconds(100))
    #expect(wait(for: "ivan", from: "far") == nil)
  }

  @Test func `of sixteen at once no more are looked at than one after another`() async throws {
    try await withDesk(on: .sqlite, withPasswords: true) { desk in
      let looked = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<16 {
          group.addTask {
            if case .refused = try await desk.recovery.signIn(login: "ivan", password: "wrong", from: "far") {
              return true
            }
            return false
          }
        }
        return try await group.reduce(into: 0) { count, wasLookedAt in count += wasLookedAt ? 1 : 0 }
      }
      #expect(looked == 10)
    }
  }

  private func wait(for login: String, from address: String) -> Duration? {
    attempts.begin(.init(login: login, address: address), at: time.now())
  }
}
