/// Tries whether a channel can work, without changing anything. Implemented for each kind of channel.
package protocol ChannelTester: Sendable {
  /// What was found, in the order in which it was looked at. It comes to an end by itself within a minute.
  func test(_ channel: Channel) async -> [ChannelFinding]
}

/// One thing that was found out about a channel.
package struct ChannelFinding: Hashable, Sendable {
  package enum Verdict: String, Sendable {
    case fine
    /// It works, but not as well as it could.
    case warning
    /// It cannot work so.
    case wrong
  }

  /// Each has its sentence in the catalogues, `finding.<code>`.
  package enum Code: String, CaseIterable, Sendable {
    case tokenMissing, tokenMalformed, tokenRefused, unreachable, refused
    /// The platform knows the account; the detail is its name there.
    case account
    case secretMissing, secretMalformed
    /// Where the platform delivers: nowhere, to us, or elsewhere.
    case webhookMissing, webhookOurs, webhookElsewhere, webhookUnexpected, webhookOwn
    /// What the platform last said of a delivery, and how much waits there.
    case deliveryFailed, deliveryWaiting
    case pollingFree
    case publicAddressMissing
    case originsMissing, originFine, originMalformed
  }

  package let verdict: Verdict
  package let code: Code
  /// What the sentence speaks of. It holds no secret.
  package let detail: String

  package init(_ verdict: Verdict, _ code: Code, _ detail: String = "") {
    self.verdict = verdict
    self.code = code
    self.detail = detail
  }
}
