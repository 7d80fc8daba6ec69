import Channels
import Testing

@Suite struct `Waiting before another try` {
  @Test(arguments: [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (1000, 60)])
  func `doubles from one second up to sixty`(failures: Int, seconds: Int) {
    #expect(Backoff().wait(afterFailures: failures, chance: 1) == .seconds(seconds))
    #expect(Backoff().wait(afterFailures: failures, chance: 0) == .seconds(seconds) / 2)
  }
}

@Suite struct `Comparing secrets` {
  @Test(arguments: [
    ("secret", "secret", true), ("secret", "Secret", false), ("secre", "secret", false), ("", "secret", false),
    ("secretsecret", "secret", false), ("", "", false), ("таємниця", "таємниця", true),
  ])
  func `admits only the whole secret`(shown: String, secret: String, admitted: Bool) {
    #expect(matches(shown, secret: secret) == admitted)
  }
}
