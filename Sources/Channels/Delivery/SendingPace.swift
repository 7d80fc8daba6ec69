package import Recovery
import Synchronization

/// Keeps what we send within a platform's limits, for each channel and for each of its conversations.
///
/// Only buckets that are not full are kept, so its memory is bounded by what was sent in the last few seconds. It holds for
/// one process: where several send for one channel, the platform's own refusals (429) slow them down.
package final class SendingPace: Sendable {
  /// That a sending must wait, and what for.
  package enum Wait: Hashable, Sendable {
    case forChannel(Duration)
    /// Others may go on.
    case forConversation(Duration)
  }

  private struct Conversation: Hashable {
    let channel: String
    let chat: String
  }

  private struct Buckets {
    var channels: [String: TokenBucket] = [:]
    var conversations: [Conversation: TokenBucket] = [:]
    var sweepAbove = SendingPace.smallest
  }

  private static let smallest = 256

  private let perChannel: SendingRate
  private let perConversation: SendingRate
  private let buckets = Mutex(Buckets())

  package init(perChannel: SendingRate, perConversation: SendingRate) {
    self.perChannel = perChannel
    self.perConversation = perConversation
  }

  /// Admits one sending, or says how long it must wait; a sending that must wait uses nothing up.
  package func admit(channel: String, chat: String, at moment: Timestamp) -> Wait? {
    buckets.withLock { buckets in
      sweep(&buckets, at: moment)
      let conversation = Conversation(channel: channel, chat: chat)
      var ofChannel = buckets.channels[channel] ?? TokenBucket(perChannel, at: moment)
      var ofChat = buckets.conversations[conversation] ?? TokenBucket(perConversation, at: moment)
      if let wait = ofChannel.take(at: moment) { return .forChannel(wait) }
      let wait = ofChat.take(at: moment)
      if wait != nil { ofChannel.giveBack() }
      buckets.channels[channel] = ofChannel
      buckets.conversations[conversation] = ofChat
      return wait.map { .forConversation($0) }
    }
  }

  /// How many buckets are kept.
  package var count: Int { buckets.withLock { $0.channels.count + $0.conversations.count } }

  /// Drops the full ones whenever their number has doubled, so that sweeping stays cheap.
  private func sweep(_ buckets: inout Buckets, at moment: Timestamp) {
    guard buckets.channels.count + buckets.conversations.count >= buckets.sweepAbove else { return }
    buckets.channels = buckets.channels.filter { !$0.value.isFull(at: moment) }
    buckets.conversations = buckets.conversations.filter { !$0.value.isFull(at: moment) }
    buckets.sweepAbove = max(Self.smallest, 2 * (buckets.channels.count + buckets.conversations.count))
  }
}
