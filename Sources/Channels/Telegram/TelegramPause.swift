import Logging
import Recovery

/// What is logged after a failed call, and how long is waited before the next.
struct TelegramPause: Sendable {
  let channel: Channel
  let logger: Logger
  let sleep: Sleep
  var backoff = Backoff()

  /// Returns when the wait is over, or the task is cancelled.
  func take(after error: any Error, failures: Int, doing task: String) async {
    let wait = wait(after: error, failures: failures)
    logger.log(
      level: Self.level(of: error), "\(Self.text(for: error))",
      metadata: ["channel": "\(channel.name)", "task": "\(task)", "retryIn": "\(wait)", "failures": "\(failures)"])
    do { try await sleep(wait) } catch {
      // Cancelled: whoever called sees that by themselves.
    }
  }

  /// Telegram's own wish goes before ours.
  private func wait(after error: any Error, failures: Int) -> Duration {
    if case .refused(_, _, let asked?)? = error as? TelegramFault { return asked }
    return backoff.wait(afterFailures: failures, chance: .random(in: 0...1))
  }

  private static func level(of error: any Error) -> Logger.Level {
    switch error as? TelegramFault {
    case .misconfigured, .refused(401, _, _), .refused(404, _, _): .error
    case .refused(429, _, _): .info
    default: .warning
    }
  }

  private static func text(for error: any Error) -> String {
    switch error as? TelegramFault {
    case .misconfigured(let text)?: text
    case .noAnswer(let text)?: "Telegram could not be reached: \(text)"
    case .refused(409, _, _)?:
      "Telegram gives updates to one receiver only (409): another process polls this bot, or a webhook is set for it."
    case .refused(let code, let description, _)?: "Telegram refused (\(code)): \(description)"
    // Not Telegram's: the store is down, most likely.
    case nil: "\(error)"
    }
  }
}
